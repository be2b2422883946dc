import type {
  BatchStatus,
  DeliveryStatus,
  MarkStatus,
  RunStatus,
  SessionKind,
  SessionStatus,
  TaskPhase,
  TaskStatus,
} from '../../marks/statuses.ts'

/** What the run's pages show, folded from a snapshot and the events after it. Whichever snapshot that was: nothing is in it that events do not tell. Times are milliseconds since the epoch. */
export interface RunView {
  id: string
  number: number
  projectId: string
  projectName: string
  baseBranch: string
  mode: 'PARALLEL' | 'SEQUENTIAL'
  status: RunStatus
  reason: string | null
  strategy: string
  isolation: string
  maxConcurrency: number
  branch: string
  startedAt: number | null
  finishedAt: number | null
  /** As it was when the run was made; null where none was made. */
  forecast: ForecastView | null
  delivery: DeliveryView
  /** What it merged is carried no further. */
  discarded: boolean
  batches: readonly BatchView[]
  /** In plan order. */
  tasks: readonly TaskView[]
  epics: readonly EpicView[]
  lastSequence: number
}

/** How long the whole run was expected to take. */
export interface ForecastView {
  lowMs: number
  likelyMs: number
  highMs: number
}

export interface DeliveryView {
  status: DeliveryStatus
  commit: string | null
  reason: string | null
  at: number | null
  /** A person asked for the delivery of a run that has ended. The outcome is an event. */
  inProgress: boolean
}

export interface EpicView {
  key: string
  name: string
}

export interface BatchView {
  number: number
  status: BatchStatus
  /** The run's tip when it began. */
  startCommit: string | null
  startedAt: number | null
  finishedAt: number | null
}

export interface TaskView {
  id: string
  key: string
  epicKey: string
  batchNumber: number
  description: string
  agent: string
  status: TaskStatus
  reason: string | null
  phase: TaskPhase | null
  phaseStartedAt: number | null
  /** When a held or backing-off task may start again. */
  scheduledFor: number | null
  attempts: number
  startedAt: number | null
  finishedAt: number | null
  commit: string | null
  branch: string | null
  conflictFiles: readonly string[]
  /** Oldest first. */
  sessions: readonly SessionView[]
  dependsOn: readonly DependencyView[]
}

export interface DependencyView {
  key: string
  soft: boolean
}

export interface SessionView {
  id: string
  /** Is null, like commit and path, when an earlier version of the server wrote the event of its start. */
  number: number | null
  kind: SessionKind
  attempt: number
  agent: string
  model: string | null
  status: SessionStatus
  error: string | null
  /** The commit that its worktree was cut from. */
  startCommit: string | null
  worktreePath: string | null
  startedAt: number
  endedAt: number | null
  /** Dollars; null where not known. */
  costUsd: number | null
}

/** How a task is drawn: its status, or HELD while it may not start before a known time. */
export const markOf = (task: Pick<TaskView, 'status' | 'scheduledFor'>): MarkStatus =>
  task.status === 'PENDING' && task.scheduledFor !== null ? 'HELD' : task.status

export const tasksOf = (view: RunView, batchNumber: number): TaskView[] =>
  view.tasks.filter((task) => task.batchNumber === batchNumber)

/** The statuses for the fingerprint, one group a batch. */
export const groupsOf = (view: RunView, epicKey?: string): MarkStatus[][] =>
  view.batches.map((batch) =>
    tasksOf(view, batch.number)
      .filter((task) => epicKey === undefined || task.epicKey === epicKey)
      .map(markOf),
  )
