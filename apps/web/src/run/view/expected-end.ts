import type { RunView } from './run-view.ts'
import { type TimeLeft, timeLeft } from './time-left.ts'

export interface ExpectedEnd {
  /** When the run is expected to end, in ms since 1970. It is null when nothing tells it. */
  at: number | null
  /** The time until then, or null when it is not estimated from completed tasks. */
  left: TimeLeft | null
}

/**
 * Estimates when a run ends: from its completed tasks, and before there are enough of them from the forecast of its start. Neither tells it when
 * a task needs longer than the completed ones, for example because it waits for a person.
 */
export function expectedEnd(view: RunView, now: number): ExpectedEnd {
  if (view.status !== 'RUNNING') return { at: null, left: null }
  const left = timeLeft(view, now)
  if (left === null) return { at: forecastEnd(view, now), left }
  return left.highMs > 0 ? { at: now + (left.lowMs + left.highMs) / 2, left } : { at: null, left: null }
}

/** When the run ends by the forecast of its start, in ms. It is null when this time is over. */
function forecastEnd({ startedAt, forecast }: RunView, now: number): number | null {
  if (startedAt === null || forecast === null) return null
  const end = startedAt + forecast.likelyMs
  return end > now ? end : null
}
