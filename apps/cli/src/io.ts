import { processEnvironment } from './settings/environment.ts'

/** Where a command reads and writes: output goes to stdout, messages to stderr. */
export interface Io {
  out(text: string): void
  message(text: string): void
  /** Whether stdout is a terminal whose lines can be rewritten. */
  readonly canRewrite: boolean
  /** Calls when who reads stdout has left (`| head`); what is written after that goes nowhere. */
  onReaderGone(call: () => void): void
}

export const processIo: Io = {
  out: (text) => void process.stdout.write(`${text}\n`),
  message: (text) => void process.stderr.write(`${text}\n`),
  canRewrite: process.stdout.isTTY === true && processEnvironment.TERM !== 'dumb',
  onReaderGone(call) {
    process.stdout.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error
      call()
    })
  },
}
