import type { SessionView } from '../fold/run-view.ts'
import { movesTask } from '../statuses.ts'

/** What happens in a part of an attempt. With `wait`, the finished work waits in the merge queue. */
export type SegmentKind = 'setup' | 'agent' | 'wait' | 'verify' | 'merge'

export interface Segment {
  kind: SegmentKind
  from: number
  /** It is null while the segment lasts. */
  to: number | null
  failed: boolean
}

/**
 * One session of a task in the timeline: an attempt, a session that resolves a conflict, or a session beside the task. Times are in ms
 * since the epoch.
 */
export interface AttemptRow {
  session: SessionView
  from: number
  to: number | null
  segments: readonly Segment[]
  /** `done` means that a session without work to merge, such as a LEARNING session, has completed. */
  outcome: 'open' | 'merged' | 'failed' | 'conflict' | 'stopped' | 'done'
  /** Why the session ended, in the words of the server. */
  reason: string | null
  /** The start of the back-off before this session: the time when the attempt before it failed. It is null when there was no back-off. */
  backOffFrom: number | null
}

const OUTCOMES = {
  RUNNING: 'open',
  ERROR: 'failed',
  COMPLETED: 'merged',
  INTERRUPTED: 'stopped',
  CANCELLED: 'stopped',
} as const

/** Returns the row of a session whose events have not arrived yet, or of a session beside its task. */
export function plainRow(session: SessionView): AttemptRow {
  const { startedAt: from, endedAt: to, status, error: reason } = session
  const segments: Segment[] = [{ kind: 'agent', from, to, failed: status === 'ERROR' }]
  const outcome = status === 'COMPLETED' && !movesTask(session.kind) ? 'done' : (OUTCOMES[status] ?? 'stopped')
  return { session, from, to, segments, outcome, reason, backOffFrom: null }
}
