import type { RunEvent } from '@coppice/run-model'
import type { SessionView, TaskView } from '../run/view/run-view.ts'

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
  /** The start of the pause before the session, when the attempt before it had failed. */
  backOffFrom: number | null
}

const PHASE_SEGMENT = { SETUP: 'setup', AGENT: 'agent', QUEUE: 'wait', VERIFY: 'verify', MERGE: 'merge' } as const

type Draft = { -readonly [Key in keyof AttemptRow]: AttemptRow[Key] } & { segments: Segment[] }

/** A row from the session alone, until its events have arrived. */
function plainRow(session: SessionView): Draft {
  const { startedAt, endedAt, status } = session
  return {
    session,
    from: startedAt,
    to: endedAt,
    segments: [{ kind: 'agent', from: startedAt, to: endedAt, failed: status === 'ERROR' }],
    outcome:
      status === 'RUNNING' ? 'open' : status === 'ERROR' ? 'failed' : status === 'COMPLETED' ? 'merged' : 'stopped',
    reason: session.error,
    backOffFrom: null,
  }
}

function close(row: Draft | null, at: number, failed = false): void {
  const last = row?.segments.at(-1)
  if (!last || last.to !== null) return
  last.to = at
  last.failed ||= failed
}

function openSegment(row: Draft, kind: SegmentKind, at: number): void {
  const last = row.segments.at(-1)
  if (last?.to === null && last.kind === kind) return
  close(row, at)
  row.segments.push({ kind, from: at, to: null, failed: false })
}

function end(row: Draft | null, at: number, outcome: AttemptRow['outcome'], reason: string | null): void {
  if (!row) return
  close(row, at)
  row.to = at
  row.outcome = outcome
  row.reason = reason ?? row.reason
}

/** The sessions of a task as rows. The events of the run give their segments. Sessions without events have only their times. */
export function attemptRows(task: TaskView, events: readonly RunEvent[]): AttemptRow[] {
  const sessions = new Map(task.sessions.map((session) => [session.id, session]))
  const rows: Draft[] = []
  let row: Draft | null = null
  let failedAt: number | null = null
  let reason: string | null = null
  /** The task has ended. A later event means that a person retried it, so it does not belong to this attempt. */
  let ended = false

  const begin = (sessionId: string, at: number, first: SegmentKind) => {
    const session = sessions.get(sessionId)
    if (!session || rows.some((known) => known.session.id === sessionId)) return
    close(row, at)
    const segments: Segment[] = [{ kind: first, from: at, to: null, failed: false }]
    row = { session, from: at, to: null, segments, outcome: 'open', reason: null, backOffFrom: failedAt }
    failedAt = null
    rows.push(row)
  }

  for (const event of events) {
    if (!('taskKey' in event) || event.taskKey !== task.key) continue
    const at = Date.parse(event.at)
    switch (event.__typename) {
      case 'TaskStarted':
        begin(event.sessionId, at, 'setup')
        break
      case 'SessionStarted':
        begin(event.sessionId, at, 'agent')
        break
      case 'TaskPhaseChanged':
        if (row && (row as Draft).outcome === 'open') openSegment(row, PHASE_SEGMENT[event.phase], at)
        break
      case 'VerificationFailed':
        close(row, at, true)
        break
      case 'MergeConflicted':
        end(row, at, 'conflict', `conflict in ${event.files.join(', ')}`)
        break
      case 'AttemptFinished':
      case 'TaskStatusChanged':
        if (ended) {
          ended = false
          failedAt = null
          break
        }
        reason = event.reason
        if (event.taskStatus === 'MERGING' && reason !== null && (row as Draft | null)?.outcome === 'open')
          end(row, at, 'failed', reason)
        if (event.taskStatus === 'MERGING' || event.taskStatus === 'RUNNING') break
        failedAt = at
        if (row && (row as Draft).outcome !== 'conflict') end(row, at, 'failed', reason)
        break
      case 'TaskMerged':
        end(row, at, 'merged', null)
        break
      case 'TaskFinished':
        ended = true
        if (!row || (row as Draft).outcome !== 'open') break
        end(
          row,
          at,
          event.taskStatus === 'COMPLETED' ? 'merged' : event.taskStatus === 'CANCELLED' ? 'stopped' : 'failed',
          event.reason,
        )
        break
    }
  }
  return task.sessions.map((session) => rows.find((known) => known.session.id === session.id) ?? plainRow(session))
}
