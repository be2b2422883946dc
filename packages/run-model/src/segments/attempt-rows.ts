import type { RunEvent, RunEventOf } from '../events/events.ts'
import type { SessionView, TaskView } from '../fold/run-view.ts'
import { movesTask } from '../statuses.ts'
import { type AttemptRow, plainRow, type Segment, type SegmentKind } from './attempt-row.ts'

const PHASE_SEGMENT = { SETUP: 'setup', AGENT: 'agent', QUEUE: 'wait', VERIFY: 'verify', MERGE: 'merge' } as const

type OpenRow = { -readonly [Key in keyof AttemptRow]: AttemptRow[Key] } & { segments: Segment[] }

/** Returns one row for each session of the task, from the events of the run. A session without events has a row with one segment. */
export function attemptRows(task: TaskView, events: readonly RunEvent[]): AttemptRow[] {
  const rows = new RowsFold(task)
  for (const event of events)
    if ('taskKey' in event && event.taskKey === task.key) rows.add(event, Date.parse(event.at))
  return task.sessions.map((session) => rows.of(session) ?? plainRow(session))
}

class RowsFold {
  readonly #sessions: ReadonlyMap<string, SessionView>
  readonly #rows = new Map<string, OpenRow>()
  #row: OpenRow | null = null
  #failedAt: number | null = null
  /** Whether the task has ended. The next event then says that a person retried the task, and not how an attempt ended. */
  #hasEnded = false

  constructor(task: TaskView) {
    this.#sessions = new Map(task.sessions.map((session) => [session.id, session]))
  }

  of(session: SessionView): AttemptRow | undefined {
    return this.#rows.get(session.id)
  }

  add(event: RunEvent, at: number): void {
    switch (event.__typename) {
      case 'TaskStarted':
        this.#begin(event.sessionId, at, 'setup')
        break
      case 'SessionStarted':
        if (movesTask(event.sessionKind)) this.#begin(event.sessionId, at, 'agent')
        break
      case 'TaskPhaseChanged':
        this.#open(PHASE_SEGMENT[event.phase], at)
        break
      case 'VerificationFailed':
        this.#close(at, true)
        break
      case 'MergeConflicted':
        this.#end(at, 'conflict', `conflict in ${event.files.join(', ')}`)
        break
      case 'AttemptFinished':
      case 'TaskStatusChanged':
        this.#statusChanged(event, at)
        break
      case 'TaskMerged':
        this.#end(at, 'merged', null)
        break
      case 'TaskFinished':
        this.#taskFinished(event, at)
        break
    }
  }

  #begin(sessionId: string, at: number, first: SegmentKind): void {
    const session = this.#sessions.get(sessionId)
    if (!session || this.#rows.has(sessionId)) return
    this.#close(at)
    const segments: Segment[] = [{ kind: first, from: at, to: null, failed: false }]
    const backOffFrom = this.#failedAt
    this.#row = { session, from: at, to: null, segments, outcome: 'open', reason: null, backOffFrom }
    this.#failedAt = null
    this.#rows.set(sessionId, this.#row)
  }

  #open(kind: SegmentKind, at: number): void {
    if (this.#row?.outcome !== 'open') return
    const last = this.#row.segments.at(-1)
    if (last?.to === null && last.kind === kind) return
    this.#close(at)
    this.#row.segments.push({ kind, from: at, to: null, failed: false })
  }

  #close(at: number, failed = false): void {
    const last = this.#row?.segments.at(-1)
    if (!last || last.to !== null) return
    last.to = at
    last.failed ||= failed
  }

  #end(at: number, outcome: AttemptRow['outcome'], reason: string | null): void {
    if (!this.#row) return
    this.#close(at)
    Object.assign(this.#row, { to: at, outcome, reason: reason ?? this.#row.reason })
  }

  #statusChanged(event: RunEventOf<'AttemptFinished'> | RunEventOf<'TaskStatusChanged'>, at: number): void {
    const { taskStatus, reason } = event
    if (this.#hasEnded) {
      this.#hasEnded = false
      this.#failedAt = null
      return
    }
    // A conflict session left the conflict unresolved, and the task waits for the next one.
    if (taskStatus === 'MERGING' && reason !== null && this.#row?.outcome === 'open') this.#end(at, 'failed', reason)
    if (taskStatus === 'MERGING' || taskStatus === 'RUNNING') return
    this.#failedAt = at
    if (this.#row?.outcome !== 'conflict') this.#end(at, 'failed', reason)
  }

  #taskFinished({ taskStatus, reason }: RunEventOf<'TaskFinished'>, at: number): void {
    this.#hasEnded = true
    if (this.#row?.outcome !== 'open') return
    const outcome = taskStatus === 'COMPLETED' ? 'merged' : taskStatus === 'CANCELLED' ? 'stopped' : 'failed'
    this.#end(at, outcome, reason)
  }
}
