import { once } from 'node:events'
import { createInterface } from 'node:readline'
import type { Writable } from 'node:stream'
import { processEnvironment } from './settings/environment.ts'
import { harmless, harmlessJson } from './terminal/harmless.ts'

/**
 * What a command uses to read and write. Output goes to stdout, messages go to stderr. Control characters are removed or escaped first, so
 * that a text from a plan or an agent cannot control the terminal. This also applies when the output is a file, which people may print later.
 */
export interface Io {
  out(text: string): void
  /** Writes a piece of a text to stdout, without a line break after it. It resolves when the reader can take more. */
  write(text: string): Promise<void>
  message(text: string): void
  /** Writes one JSON document to stdout, on one line when `indent` is absent. */
  json(value: unknown, indent?: number): void
  /** Whether stdout is a terminal whose lines can be rewritten. */
  readonly canRewrite: boolean
  /** Whether a person is at a terminal and can act. It is false in pipes, in scheduled jobs, and when `CI` is set. */
  readonly isAttended: boolean
  /** Asks a yes-or-no question on the terminal. @returns whether the person said yes; false when there is no terminal. */
  confirm(question: string): Promise<boolean>
  /**
   * Asks on the terminal which of the options to choose, by its number.
   * @returns the index of the option; null when the person chose none, and when there is no terminal
   */
  choose(question: string, options: readonly string[]): Promise<number | null>
  /** Calls `call` when the program that reads stdout has closed it (`| head`). Later output is dropped. */
  onReaderGone(call: () => void): void
}

export const processIo: Io = {
  out: (text) => void process.stdout.write(`${harmless(text)}\n`),
  write: (text) => writeTo(process.stdout, harmless(text)),
  message: (text) => void process.stderr.write(`${harmless(text)}\n`),
  json: (value, indent) => void process.stdout.write(`${harmlessJson(value, indent)}\n`),
  canRewrite: process.stdout.isTTY === true && processEnvironment.TERM !== 'dumb',
  isAttended: hasTerminal() && !processEnvironment.CI,
  async confirm(question) {
    return /^y(es)?$/i.test(await replyTo(`${question} [y/N] `))
  },
  async choose(question, options) {
    const list = options.map((option, index) => `  ${index + 1}  ${option}`).join('\n')
    const number = Number(await replyTo(`${question}\n${list}\nNumber: `))
    return Number.isInteger(number) && number >= 1 && number <= options.length ? number - 1 : null
  },
  onReaderGone(call) {
    process.stdout.on('error', (error: NodeJS.ErrnoException) => {
      unlessReaderGone(error)
      call()
    })
  },
}

/** Writes a text. It resolves when the reader can take more, and also when the reader has closed the stream (`| head`). */
export async function writeTo(stream: Writable, text: string): Promise<void> {
  if (stream.write(text) || stream.destroyed) return
  await once(stream, 'drain').catch(unlessReaderGone)
}

/** A reader may close stdout or stderr at any moment. This is no mistake. @throws every other error */
export function unlessReaderGone(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error
}

/** Whether a question can be asked and answered. Only stdout may be a pipe. */
function hasTerminal(): boolean {
  return process.stdin.isTTY === true && process.stderr.isTTY === true
}

/** Asks on the terminal. @returns the trimmed reply; it is empty when there is no terminal */
async function replyTo(question: string): Promise<string> {
  if (!hasTerminal()) return ''
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  const reply = Promise.withResolvers<string>()
  // Ctrl-C and Ctrl-D close the terminal without a reply.
  terminal.once('close', () => reply.resolve('')).question(harmless(question), reply.resolve)
  const text = await reply.promise
  terminal.close()
  return text.trim()
}
