import { createInterface } from 'node:readline'
import { processEnvironment } from './settings/environment.ts'
import { harmless, harmlessJson } from './terminal/harmless.ts'

/**
 * Where a command reads and writes: output goes to stdout, messages to stderr. What is written drives no terminal, whoever wrote it;
 * into a file as well, for files are shown on terminals.
 */
export interface Io {
  out(text: string): void
  message(text: string): void
  /** One JSON document to stdout; on one line where `indent` is absent. */
  json(value: unknown, indent?: number): void
  /** Whether stdout is a terminal whose lines can be rewritten. */
  readonly canRewrite: boolean
  /** A person's yes to a question. No where nobody can be asked. */
  confirm(question: string): Promise<boolean>
  /** Calls when the reader of stdout has left (`| head`). What is written after that goes nowhere. */
  onReaderGone(call: () => void): void
}

export const processIo: Io = {
  out: (text) => void process.stdout.write(`${harmless(text)}\n`),
  message: (text) => void process.stderr.write(`${harmless(text)}\n`),
  json: (value, indent) => void process.stdout.write(`${harmlessJson(value, indent)}\n`),
  canRewrite: process.stdout.isTTY === true && processEnvironment.TERM !== 'dumb',
  async confirm(question) {
    if (process.stdin.isTTY !== true || process.stderr.isTTY !== true) return false
    const terminal = createInterface({ input: process.stdin, output: process.stderr })
    const said = Promise.withResolvers<string>()
    // Ctrl-C and Ctrl-D close it without an answer.
    terminal.once('close', () => said.resolve('')).question(`${harmless(question)} [y/N] `, said.resolve)
    const answer = await said.promise
    terminal.close()
    return /^y(es)?$/i.test(answer.trim())
  },
  onReaderGone(call) {
    process.stdout.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error
      call()
    })
  },
}
