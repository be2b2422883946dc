import type {
  BatchStatus,
  DeliveryStatus,
  RunStatus,
  SessionKind,
  SessionStatus,
  TaskPhase,
  TaskStatus,
} from '../statuses.ts'

/**
 * The state of a run, folded from its events. A fold can begin at any snapshot, because a snapshot contains only what the events report.
 * Times are milliseconds since the epoch.
 */
export interface RunView {
  id: string
  number: number
  projectId: string
  projectName: string
  baseBranch: string
  mode: 'PARALLEL' | 'SEQUENTIAL'
  status: RunStatus
  reason: string | null
  /** Whether the run is paused because of a budget. */
  awaitsBudget: boolean
  /** When a run that waits for the budget of the next day continues by itself. It is null for any other run. */
  resumesAt: number | null
  strategy: string
  isolation: string
  maxConcurrency: number
  /** What the run may cost, in dollars. It is null when there is no limit. */
  budgetUsd: number | null
  branch: string
  startedAt: number | null
  finishedAt: number | null
  /** The forecast from the start of the run. It is null when there was none. */
  forecast: ForecastView | null
  /** The forecast of the cost from the start of the run. It is null when there was none. */
  costForecast: CostForecastView | null
  /** The holds of providers that an active run has recorded and nobody has released. It includes holds whose time is over. */
  holds: readonly HoldView[]
  delivery: DeliveryView
  /** Whether a person has discarded the merged work of the run. If so, no later run carries this work in. */
  discarded: boolean
  batches: readonly BatchView[]
  /** In plan order. */
  tasks: readonly TaskView[]
  epics: readonly EpicView[]
  lastSequence: number
}

/** The expected duration of the whole run. */
export interface ForecastView {
  lowMs: number
  likelyMs: number
  highMs: number
}

/** The expected cost of the whole run. */
export interface CostForecastView {
  /** In dollars. It is null when no task has a known cost to expect. */
  range: { lowUsd: number; likelyUsd: number; highUsd: number } | null
  /** The number of earlier sessions from which the range comes. */
  earlierSessions: number
  /** Tasks whose agents report no use of models. They are not in the range. */
  uncountedTasks: number
  /** Tasks whose agents have a flat rate. They are not in the range. */
  flatRateTasks: number
  /** Tasks whose cost is unknown. They are not in the range. */
  unknownTasks: number
}

/** No session of this provider starts before `until`. */
export interface HoldView {
  provider: string
  until: number
}

export interface DeliveryView {
  status: DeliveryStatus
  commit: string | null
  reason: string | null
  at: number | null
  /** Whether a delivery that a person requested is in progress. An event will report the outcome. */
  inProgress: boolean
}

export interface EpicView {
  key: string
  name: string
}

export interface BatchView {
  number: number
  status: BatchStatus
  /** The tip of the run's branch when the batch began for the first time. It is null before that. */
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
  /** The resources that the task holds while its agent runs. */
  uses: readonly string[]
  status: TaskStatus
  reason: string | null
  phase: TaskPhase | null
  phaseStartedAt: number | null
  /** When a task that is held or backs off may start again. */
  scheduledFor: number | null
  /** The resource for which the task waits, although it could start otherwise. It is null when the task waits for none. */
  awaitedResource: string | null
  attempts: number
  startedAt: number | null
  finishedAt: number | null
  commit: string | null
  branch: string | null
  conflictFiles: readonly string[]
  /** The tasks whose work conflicts with that of this task, as far as it is known. It is empty when the task has ended. */
  clashes: readonly ClashView[]
  /** The end of the output of the latest failed attempt or verify. */
  failureOutput: string | null
  /** Oldest first. */
  sessions: readonly SessionView[]
  /** The issues that the agents of the task met, oldest first. */
  issues: readonly IssueView[]
  /** The tasks that the agents of the task proposed, oldest first. Whether a person accepted one is no part of the run. */
  followUps: readonly FollowUpView[]
  dependsOn: readonly DependencyView[]
}

/** Another task, and the files in which its work conflicts. */
export interface ClashView {
  key: string
  files: readonly string[]
}

export interface DependencyView {
  key: string
  soft: boolean
}

export interface SessionView {
  id: string
  /** It is null when an earlier version of the server wrote SessionStarted. */
  number: number | null
  kind: SessionKind
  attempt: number
  agent: string
  model: string | null
  status: SessionStatus
  error: string | null
  /** The commit from which the worktree starts. It is null when an earlier version of the server wrote SessionStarted. */
  startCommit: string | null
  /** It is null until the agent has started. */
  worktreePath: string | null
  startedAt: number
  endedAt: number | null
  /** Whether the agent has a flat rate, so that the session has no cost. */
  flatRate: boolean
  /** In dollars. It is null when the cost is unknown, and with a flat rate. */
  costUsd: number | null
  /** The question that waits for an answer. */
  question: QuestionView | null
  /** What the agent last said of its task. It is null when the agent said nothing. */
  claim: ClaimView | null
}

/** `claim` is `done`, `incomplete` or `no-change-needed`. `text` is the reason, and null when the agent gave none. */
export interface ClaimView {
  claim: string
  text: string | null
}

/** An issue that an agent met. `text` has the details, and is null when there are none. */
export interface IssueView {
  id: string
  sessionId: string
  title: string
  text: string | null
}

/** A task that an agent proposed. `number` is the number of the proposal within the project. */
export interface FollowUpView extends IssueView {
  number: number
}

/** A question of an agent. The lists have one entry for each option, in the same order. */
export interface QuestionView {
  askId: string
  text: string
  optionIds: readonly string[]
  optionKinds: readonly string[]
  optionLabels: readonly string[]
}

/** The state before the first event of a run. */
export const UNKNOWN_RUN: RunView = {
  id: '',
  number: 0,
  projectId: '',
  projectName: '',
  baseBranch: '',
  mode: 'PARALLEL',
  status: 'PENDING',
  reason: null,
  awaitsBudget: false,
  resumesAt: null,
  strategy: 'BATCHES',
  isolation: 'TASK',
  maxConcurrency: 0,
  budgetUsd: null,
  branch: '',
  startedAt: null,
  finishedAt: null,
  forecast: null,
  costForecast: null,
  holds: [],
  delivery: { status: 'PENDING', commit: null, reason: null, at: null, inProgress: false },
  discarded: false,
  batches: [],
  tasks: [],
  epics: [],
  lastSequence: 0,
}
