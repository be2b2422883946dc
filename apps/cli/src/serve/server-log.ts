import { join } from 'node:path'
import type { Redact } from '@coppice/engine'
import { type Logger, multistream, pino } from 'pino'
import { harmlessJson } from '../terminal/harmless.ts'
import { logFile } from './log-file.ts'

interface ServerLogOptions {
  /** Prints a line for people. */
  print: (line: string) => void
  redact: Redact
}

/**
 * Creates the log of a server. It writes each message to `logs/coppice.log` in the data folder, as a line of JSON. It prints warnings and
 * errors also for people, in one line each. Secrets are redacted in both (A2), because an error may quote an agent.
 */
export function createServerLog(home: string, { print, redact }: ServerLogOptions): Logger {
  const file = logFile(join(home, 'logs', 'coppice.log'))
  const machine = { write: (line: string) => file.write(`${harmlessJson(JSON.parse(line, redacting(redact)))}\n`) }
  const human = {
    write(line: string) {
      const { level, msg, err } = JSON.parse(line) as { level: number; msg?: string; err?: { message?: string } }
      const why = err?.message === undefined ? '' : `: ${err.message}`
      print(redact(`${level >= ERROR ? 'error' : 'warning'}: ${msg ?? ''}${why}`))
    },
  }
  return pino(
    { level: 'info', base: null, timestamp: pino.stdTimeFunctions.isoTime },
    multistream([
      { level: 'info', stream: machine },
      { level: 'warn', stream: human },
    ]),
  )
}

/** Redacts each value of a JSON line separately. A pattern that is applied to the whole line could match across two values. */
const redacting = (redact: Redact) => (_name: string, value: unknown) =>
  typeof value === 'string' ? redact(value) : value

const ERROR = 50
