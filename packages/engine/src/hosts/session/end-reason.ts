import type { ProcessEnd } from '../../domain/process-end.ts'
import type { SessionLimits } from '../../ports/hosts.ts'

export type StopReason = 'cancelled' | 'interrupted'
export type EndReason = ProcessEnd['how']

const MINUTE_MS = 60_000
const SECOND_MS = 1000

/**
 * @param activeMs the counted time since the start of the attempt
 * @param silentMs the counted time since the last output
 * @returns the limit that a running session has reached (S6), or null when it may continue
 */
export function overdueReason(
  { timeoutMs, stallMs }: SessionLimits,
  activeMs: number,
  silentMs: number,
): EndReason | null {
  if (activeMs >= timeoutMs) return 'timed-out'
  return silentMs >= stallMs ? 'stalled' : null
}

/** @returns the message of Coppice about the end of a session, or null when the agent ended by itself */
export function noticeOf(how: EndReason, { timeoutMs, stallMs }: SessionLimits): string | null {
  switch (how) {
    case 'exited':
      return null
    case 'timed-out':
      return `Stopped: the time limit of ${duration(timeoutMs)} has been reached.`
    case 'stalled':
      return `Stopped: no output for ${duration(stallMs)}.`
    case 'cancelled':
      return 'Stopped: cancelled.'
    case 'interrupted':
      return 'Stopped: the server is shutting down.'
    case 'lost':
      return 'The process no longer exists, and nothing recorded how it ended.'
  }
}

const duration = (ms: number): string =>
  ms >= MINUTE_MS ? `${Math.round(ms / MINUTE_MS)} min` : `${Math.round(ms / (SECOND_MS / 10)) / 10} s`
