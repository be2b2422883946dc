import { processEnvironment } from './settings/environment.ts'

/** Where a command reads and writes: output goes to stdout, messages to stderr. */
export interface Io {
  out(text: string): void
  message(text: string): void
  /** Whether stdout is a terminal whose lines can be rewritten. */
  readonly canRewrite: boolean
}

export const processIo: Io = {
  out: (text) => void process.stdout.write(`${text}\n`),
  message: (text) => void process.stderr.write(`${text}\n`),
  canRewrite: process.stdout.isTTY === true && processEnvironment.TERM !== 'dumb',
}
