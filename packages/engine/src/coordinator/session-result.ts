import type { ProcessEnd } from '../domain/process-end.ts'
import { type Failure, NO_METRICS, type SessionMetrics } from '../domain/records.ts'
import type { SessionEnding } from '../lifecycle/attempt-lifecycle.ts'

/** How a session came to its end. */
export type SessionResult =
  | { is: 'ended'; end: ProcessEnd }
  | { is: 'failed'; failure: Failure }
  /** The run or the task was cancelled, or the server stopped, before the agent was there. */
  | { is: 'called-off'; why: 'cancelled' | 'interrupted' }

export const CUT_OFF = 'cut off when the server stopped'

/** A stop by a person, or by the server's end; null where the agent came to its own end. */
export function calledOff(result: SessionResult): 'cancelled' | 'interrupted' | null {
  if (result.is === 'called-off') return result.why
  if (result.is !== 'ended') return null
  const { how } = result.end
  return how === 'cancelled' || how === 'interrupted' ? how : null
}

export const metricsOf = (result: SessionResult): SessionMetrics =>
  result.is === 'ended' ? result.end.metrics : NO_METRICS

export const endingOf = (
  result: SessionResult,
  status: SessionEnding['status'],
  error: string | null,
  tipCommit: string | null,
): SessionEnding => ({ status, error, tipCommit, metrics: metricsOf(result) })
