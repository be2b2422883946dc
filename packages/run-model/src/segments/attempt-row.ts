import type { SessionView } from '../fold/run-view.ts'

/** What happens in a part of an attempt. With `wait`, the finished work waits in the merge queue. */
export type SegmentKind = 'setup' | 'agent' | 'wait' | 'verify' | 'merge'

export interface Segment {
  kind: SegmentKind
  from: number
  /** It is null while the segment lasts. */
  to: number | null
  failed: boolean
}

/** One session of a task in the timeline: an attempt, or a session that resolves a conflict. Times are in ms since the epoch. */
export interface AttemptRow {
  session: SessionView
  from: number
  to: number | null
  segments: readonly Segment[]
  outcome: 'open' | 'merged' | 'failed' | 'conflict' | 'stopped'
  /** Why the session ended, in the words of the server. */
  reason: string | null
  /** When the back-off before the session began. It is null when there was no back-off. */
  backOffFrom: number | null
}

const OUTCOMES = {
  RUNNING: 'open',
  ERROR: 'failed',
  COMPLETED: 'merged',
  INTERRUPTED: 'stopped',
  CANCELLED: 'stopped',
} as const

/** Returns the row of a session whose events have not arrived yet. */
export function plainRow(session: SessionView): AttemptRow {
  const { startedAt: from, endedAt: to, status, error: reason } = session
  const segments: Segment[] = [{ kind: 'agent', from, to, failed: status === 'ERROR' }]
  return { session, from, to, segments, outcome: OUTCOMES[status] ?? 'stopped', reason, backOffFrom: null }
}
