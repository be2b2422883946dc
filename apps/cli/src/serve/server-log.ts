import { join } from 'node:path'
import { type Logger, multistream, pino } from 'pino'
import { logFile } from './log-file.ts'

/** Everything to `logs/coppice.log` in the data folder as JSON lines; warnings and errors to people too, in one line each. */
export function createServerLog(home: string, tell: (line: string) => void): Logger {
  const human = {
    write(line: string) {
      const { level, msg, err } = JSON.parse(line) as { level: number; msg?: string; err?: { message?: string } }
      const why = err?.message === undefined ? '' : `: ${err.message}`
      tell(`${level >= ERROR ? 'error' : 'warning'}: ${msg ?? ''}${why}`)
    },
  }
  return pino(
    { level: 'info', base: null, timestamp: pino.stdTimeFunctions.isoTime },
    multistream([
      { level: 'info', stream: logFile(join(home, 'logs', 'coppice.log')) },
      { level: 'warn', stream: human },
    ]),
  )
}

const ERROR = 50
