import { createInterface } from 'node:readline'
import { processEnvironment } from './settings/environment.ts'
import { harmless, harmlessJson } from './terminal/harmless.ts'

/**
 * Where a command reads and writes: output goes to stdout, messages go to stderr. No text that is written can control a terminal, whoever
 * wrote it. This also holds for files, because files are shown on terminals.
 */
export interface Io {
  out(text: string): void
  message(text: string): void
  /** Writes one JSON document to stdout, on one line when `indent` is absent. */
  json(value: unknown, indent?: number): void
  /** Whether stdout is a terminal whose lines can be rewritten. */
  readonly canRewrite: boolean
  /** Asks a person. @returns false when nobody can be asked. */
  confirm(question: string): Promise<boolean>
  /** Calls `call` when the reader of stdout has closed it (`| head`). Later output is dropped. */
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
    // Ctrl-C and Ctrl-D close the terminal without an answer.
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
