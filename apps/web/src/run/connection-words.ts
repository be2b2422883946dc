import type { Connection } from '../live/follow.ts'
import { count } from '../words/format.ts'

/** `Next try in 3 s.` */
export const nextTryWords = (nextTryAt: number, now: number): string => {
  const seconds = Math.max(0, Math.ceil((nextTryAt - now) / 1000))
  return seconds === 0 ? 'Trying now.' : `Next try in ${seconds} s.`
}

/** `Caught up 318 events in 0.4 s`. */
export const caughtUpWords = (missed: number, tookMs: number): string =>
  missed === 0
    ? 'Connected again, nothing was missed'
    : `Caught up ${count(missed)} ${missed === 1 ? 'event' : 'events'} in ${(tookMs / 1000).toFixed(1)} s`

export const isStale = (connection: Connection): boolean => connection.state === 'lost'
