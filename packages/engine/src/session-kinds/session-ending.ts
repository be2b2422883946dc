import type { AttemptEnd } from '../domain/attempt-report.ts'
import type { ReportedMetrics } from '../domain/records.ts'
import type { SessionEnding } from '../lifecycle/session-lifecycle.ts'

export const CUT_OFF = 'interrupted because the server stopped or the agent was told to end'

/**
 * Returns who ended an attempt early: `cancelled` means a person, and `interrupted` means the server, because it stopped, or
 * the system, because it told the agent to end.
 *
 * @returns null when neither of them ended the attempt
 */
export function calledOff(end: AttemptEnd): 'cancelled' | 'interrupted' | null {
  if (end.is === 'called-off') return end.why
  if (end.is !== 'ended') return null
  const { how } = end.process
  return how === 'cancelled' || how === 'interrupted' ? how : null
}

/** Returns the metrics of a session that has ended. @returns null when its end has no metrics. Then the metrics in the database stay */
const metricsOf = (end: AttemptEnd): ReportedMetrics | null => (end.is === 'ended' ? end.process.metrics : null)

/** Returns the conversation id of a session that has ended. @returns null when its end has no id. Then the id in the database stays */
export const conversationOf = (end: AttemptEnd): string | null =>
  end.is === 'ended' ? end.process.conversationId : null

export const endingOf = (
  end: AttemptEnd,
  status: SessionEnding['status'],
  error: string | null,
  tipCommit: string | null,
  cutOff = status === 'INTERRUPTED',
): SessionEnding => ({ status, error, cutOff, tipCommit, metrics: metricsOf(end), conversationId: conversationOf(end) })
