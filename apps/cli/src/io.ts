import { createInterface } from 'node:readline'
import { processEnvironment } from './settings/environment.ts'
import { harmless, harmlessJson } from './terminal/harmless.ts'

/**
 * What a command uses to read and write. Output goes to stdout, messages go to stderr. Control characters are removed or escaped first, so
 * that a text from a plan or an agent cannot control the terminal. This also applies when the output is a file, which people may print later.
 */
export interface Io {
  out(text: string): void
  message(text: string): void
  /** Writes one JSON document to stdout, on one line when `indent` is absent. */
  json(value: unknown, indent?: number): void
  /** Whether stdout is a terminal whose lines can be rewritten. */
  readonly canRewrite: boolean
  /** Asks a yes-or-no question on the terminal. @returns whether the person said yes; false when there is no terminal. */
  confirm(question: string): Promise<boolean>
  /** Calls `call` when the program that reads stdout has closed it (`| head`). Later output is dropped. */
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
    const reply = Promise.withResolvers<string>()
    // Ctrl-C and Ctrl-D close the terminal without a reply, which counts as no.
    terminal.once('close', () => reply.resolve('')).question(`${harmless(question)} [y/N] `, reply.resolve)
    const answer = await reply.promise
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
