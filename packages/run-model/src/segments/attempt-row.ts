import type { SessionView } from '../fold/run-view.ts'

/** What a task spends its time in during an attempt. `wait`: its finished work is in the merge queue. */
export type SegmentKind = 'setup' | 'agent' | 'wait' | 'verify' | 'merge'

export interface Segment {
  kind: SegmentKind
  from: number
  /** It is null while the segment lasts. */
  to: number | null
  failed: boolean
}

/** One session of a task on the time axis: an attempt, or a session that resolved a conflict. */
export interface AttemptRow {
  session: SessionView
  from: number
  to: number | null
  segments: readonly Segment[]
  outcome: 'open' | 'merged' | 'failed' | 'conflict' | 'stopped'
  /** Why the session ended, as the server words it. */
  reason: string | null
  /** The start of the back-off before the session, when the attempt before it had failed. */
  backOffFrom: number | null
}

const OUTCOMES = {
  RUNNING: 'open',
  ERROR: 'failed',
  COMPLETED: 'merged',
  INTERRUPTED: 'stopped',
  CANCELLED: 'stopped',
} as const

/** A row from the session alone, until its events have arrived. */
export function plainRow(session: SessionView): AttemptRow {
  const { startedAt: from, endedAt: to, status, error: reason } = session
  const segments: Segment[] = [{ kind: 'agent', from, to, failed: status === 'ERROR' }]
  return { session, from, to, segments, outcome: OUTCOMES[status] ?? 'stopped', reason, backOffFrom: null }
}
