import type { Io } from '../io.ts'
import { clockTime } from '../terminal/clock-time.ts'
import type { ConnectionNotice } from './server-link.ts'

const FIRST_REMINDER_MS = 10_000
const REMINDER_MS = 60_000

export interface ToldConnection extends ConnectionNotice {
  readonly isLost: boolean
  close(): void
}

/** Reports on stderr when a server is lost, while it is missing, and when one is found again. */
export function tellConnection(io: Pick<Io, 'message'>, firstReminderMs = FIRST_REMINDER_MS): ToldConnection {
  let lostAt: number | null = null
  let timer: NodeJS.Timeout | undefined
  const missing = () => clockTime(Date.now() - (lostAt ?? Date.now()))
  const remind = () => {
    io.message(`Still no server. What you see is ${missing()} old. ${HOW_TO_GO_ON}`)
    timer = setTimeout(remind, REMINDER_MS)
  }
  const close = () => clearTimeout(timer)
  return {
    get isLost() {
      return lostAt !== null
    },
    lost() {
      lostAt = Date.now()
      io.message('Lost the connection to the server. What you see may be out of date. Waiting for a server …')
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

export const HOW_TO_GO_ON = 'If no server returns, start one: coppice serve. Ctrl-C stops waiting.'
