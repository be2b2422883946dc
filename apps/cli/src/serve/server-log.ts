import { join } from 'node:path'
import type { Redact } from '@coppice/engine'
import { type Logger, multistream, pino } from 'pino'
import { harmlessJson } from '../terminal/harmless.ts'
import { logFile } from './log-file.ts'

interface ServerLogOptions {
  /** Prints a line for people. */
  tell: (line: string) => void
  redact: Redact
}

/**
 * Writes everything to `logs/coppice.log` in the data folder as JSON lines, and warnings and errors also for people, in one line each.
 * Neither contains a secret (A2), because an error may quote an agent.
 */
export function createServerLog(home: string, { tell, redact }: ServerLogOptions): Logger {
  const file = logFile(join(home, 'logs', 'coppice.log'))
  const machine = { write: (line: string) => file.write(`${harmlessJson(JSON.parse(line, redacting(redact)))}\n`) }
  const human = {
    write(line: string) {
      const { level, msg, err } = JSON.parse(line) as { level: number; msg?: string; err?: { message?: string } }
      const why = err?.message === undefined ? '' : `: ${err.message}`
      tell(redact(`${level >= ERROR ? 'error' : 'warning'}: ${msg ?? ''}${why}`))
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

/** Redacts each text on its own. Over the whole line, a pattern could match across two texts. */
const redacting = (redact: Redact) => (_name: string, value: unknown) =>
  typeof value === 'string' ? redact(value) : value

const ERROR = 50
