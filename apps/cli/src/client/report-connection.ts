import type { Io } from '../io.ts'
import { clockTime } from '../terminal/clock-time.ts'
import type { ConnectionNotice } from './server-link.ts'

const FIRST_REMINDER_MS = 10_000
const REMINDER_MS = 60_000

export interface ReportedConnection extends ConnectionNotice {
  readonly isLost: boolean
  close(): void
}

/** Prints a line on stderr when the connection is lost, reminders while it stays lost, and a line when it is back. */
export function reportConnection(io: Pick<Io, 'message'>, firstReminderMs = FIRST_REMINDER_MS): ReportedConnection {
  let lostAt: number | null = null
  let timer: NodeJS.Timeout | undefined
  const missing = () => clockTime(Date.now() - (lostAt ?? Date.now()))
  const remind = () => {
    io.message(`Still no server. The last update was ${missing()} ago. ${HOW_TO_CONTINUE}`)
    timer = setTimeout(remind, REMINDER_MS)
  }
  const close = () => clearTimeout(timer)
  return {
    get isLost() {
      return lostAt !== null
    },
    lost() {
      lostAt = Date.now()
      io.message('Lost the connection to the server. The lines above may be out of date. Waiting for a server …')
      timer = setTimeout(remind, firstReminderMs)
    },
    regained(url) {
      close()
      io.message(`Reconnected to ${url} after ${missing()}.`)
      lostAt = null
    },
    close,
  }
}

export const HOW_TO_CONTINUE = 'If no server returns, start one: coppice serve. Ctrl-C stops waiting.'
