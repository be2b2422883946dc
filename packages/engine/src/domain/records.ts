/** The stored records, as the engine reads them. Times are in milliseconds since 1970, and commits are full object ids. */
import type { ProjectBudget } from './budget.ts'
import type { DataFolderRecord } from './data-folder.ts'
import type { SessionExpertise, Shown } from './expertise.ts'
import type { Forecast } from './forecast.ts'
import type { InboxMessage } from './inbox-message.ts'
import type { ModelChoice } from './model-choice.ts'
import type { PendingQuestion } from './permission.ts'
import type { PlanDependency } from './plan.ts'
import type { ProjectSettings, TaskSettings } from './settings.ts'
import type {
  BatchStatus,
  DeliveryStatus,
  DependencyKind,
  FollowUpStatus,
  Isolation,
  RunMode,
  RunStatus,
  SessionKind,
  SessionStatus,
  Strategy,
  TaskPhase,
  TaskStatus,
} from './statuses.ts'
import type { Claim } from './task-calls.ts'
import type { TaskDomain } from './task-domains.ts'
import type { TrustedPrograms } from './trusted-programs.ts'

export interface ProjectRecord extends ProjectBudget {
  id: string
  name: string
  repositoryPath: string
  baseBranch: string
  planVersion: number
  settings: ProjectSettings
  lastRunNumber: number
  sample: boolean
  /** It is null when an older version stored the project. The next time the project is opened, all programs of its config become trusted. */
  trustedPrograms: TrustedPrograms | null
  createdAt: number
}

export interface EpicRecord {
  id: string
  projectId: string
  key: string
  name: string
  priority: number
  position: number
  archivedAt: number | null
  /** The ids of the epics that this epic depends on. */
  dependsOn: readonly string[]
}

export interface TaskRecord {
  id: string
  projectId: string
  epicId: string
  key: string
  description: string
  action: string | null
  priority: number
  position: number
  settings: TaskSettings
  archivedAt: number | null
  /** Whether a person accepted the task as a follow-up. If so, it stays in the plan when an imported file lacks it (P6). */
  followUp: boolean
  dependsOn: readonly { taskId: string; kind: DependencyKind }[]
}

/** The current plan of a project: all epics and tasks that are not archived. A dependency may name an archived task. */
export interface PlanRecord {
  epics: readonly EpicRecord[]
  tasks: readonly TaskRecord[]
}

export interface RunRecord {
  id: string
  projectId: string
  number: number
  mode: RunMode
  status: RunStatus
  statusReason: string | null
  strategy: Strategy
  isolation: Isolation
  /** 1 to 64. */
  maxConcurrency: number
  branch: string
  /** The branch from which the run starts and to which it delivers. It stays the same when the project's base branch changes (P6). */
  baseBranch: string
  baseCommit: string
  startCommit: string | null
  settings: ProjectSettings
  carriedRunIds: readonly string[]
  /** The forecast at the start of the run. It is null when the run has too many tasks for one, or when an older version started the run. */
  forecast: Forecast | null
  totalBatches: number
  totalTasks: number
  lastSequence: number
  createdAt: number
  startedAt: number | null
  finishedAt: number | null
  deliveryStatus: DeliveryStatus
  deliveryCommit: string | null
  /**
   * The commit from which the delivery moved the base branch. It is null when Coppice did not move the branch, or when an older version
   * delivered the run.
   */
  deliveryFrom: string | null
  deliveryReason: string | null
  deliveryAt: number | null
  /** When a person asked for the delivery that is in progress, or asked to undo a delivery. It is null when neither is in progress. */
  deliveryRequestedAt: number | null
  deliveryTarget: string | null
  discardedAt: number | null
  /** What the run may cost, in millionths of a dollar (M2). It is null when there is no budget. */
  budgetMicroUsd: number | null
  /** The percentage of the budget that the last warning named: 80 or 95. It is 0 before the first warning. */
  budgetWarned: number
  /** Whether the run has paused itself because of its budget. It continues by itself when a person changes the budget. */
  awaitsBudget: boolean
  /** The same as `budgetWarned`, for the budget of the project. */
  projectWarned: number
  /** The same as `budgetWarned`, for the budget of the day `warnedDay`. */
  dayWarned: number
  /** A day (UTC) such as 2026-11-30. It is null when there was no warning for a day. */
  warnedDay: string | null
  /** When a run that waits for the budget of the next day continues. It is null when the run does not wait for a day. */
  resumesAt: number | null
  /** Whether the run has paused because of a completed session with an unknown cost. It asks for this only once. */
  unpricedAsked: boolean
  /** How many times in a row a defect has stopped the run. The count starts again when a task ends. */
  halts: number
  /** The number of tasks that had ended when a defect last stopped the run. */
  endedAtHalt: number
  /** The number of the last command of a person that changed the run. It is 0 before the first command. */
  lastCommand: number
  /** The epoch of the server that owns the run (R6: a run has one owner). It is 0 until a server has become the owner. */
  ownerEpoch: number
  /** The data folder of the server that owns the run. It is null until a server has become the owner. */
  folder: DataFolderRecord | null
}

export interface BatchRecord {
  id: string
  runId: string
  number: number
  status: BatchStatus
  startCommit: string | null
  startedAt: number | null
  finishedAt: number | null
}

export interface RunTaskRecord {
  id: string
  runId: string
  batchId: string
  taskId: string
  batchNumber: number
  /** The index of the task in the plan order of the whole run, from 0. */
  position: number
  key: string
  epicKey: string
  epicName: string
  description: string
  action: string | null
  agent: string
  model: string | null
  /** The priority of the task, or that of its epic when the task has none. */
  priority: number
  settings: TaskSettings
  /** The tasks of this run on which the task depends. They include the tasks of epics on which the task's epic depends. */
  dependsOn: readonly PlanDependency[]
  status: TaskStatus
  statusReason: string | null
  phase: TaskPhase | null
  phaseStartedAt: number | null
  scheduledFor: number | null
  /**
   * The resource that the task waits for, when this resource is all that prevents the task from starting. It is null when there is none.
   */
  awaitedResource: string | null
  attempts: number
  countedAttempts: number
  /** How many attempts had work that was not good enough (M3). The next model is that many tiers higher. */
  qualityFailures: number
  /** How many times Coppice itself has failed since an agent last ran for the task (I5: such a failure uses up no attempt). */
  ownFailures: number
  conflictSessions: number
  startsFromTip: boolean
  /** A person has cancelled the task (S7). */
  cancelRequested: boolean
  startedAt: number | null
  finishedAt: number | null
  branch: string | null
  workCommit: string | null
  noChange: boolean
  keptFromRunId: string | null
  refusedTree: string | null
  commit: string | null
  conflictFiles: readonly string[]
  /** The known clashes: tasks whose work conflicts with the work of this task. It is empty when the task has ended. */
  clashes: readonly Clash[]
  lastFailure: Failure | null
  /** The number of the last command of a person that changed the task. It is 0 before the first command. */
  lastCommand: number
}

/** Another task of the run whose work conflicts with the work of a task in these files. */
export interface Clash {
  /** The key of the other task. */
  key: string
  files: readonly string[]
}

/** Why an attempt, merge or verify did not succeed (S5). */
export interface Failure {
  /**
   * - `work`: the agent or the project's commands failed. It uses up an attempt.
   * - `infrastructure`: something else failed, for example the agent's process was lost. It uses up an attempt.
   * - `coppice`: Coppice itself failed. It uses up no attempt (I5).
   * - `configuration`: for example, a program is missing. The task is not retried (S5).
   */
  class: 'work' | 'infrastructure' | 'coppice' | 'configuration'
  /** Whether the work of the agent was not good enough, so that a more capable model does the next attempt (M3). */
  isQuality?: true
  /** A text for people, such as `verify failed: npm test, exit code 1`. It is one line, unless it quotes git. */
  reason: string
  /** The end of the output, at most 16 KiB, for the prompt of the next attempt. */
  output: string
}

export interface SessionRecord {
  id: string
  projectId: string
  runId: string
  runTaskId: string
  number: number
  kind: SessionKind
  attempt: number
  agent: string
  model: string | null
  /** Why this model was chosen (M3). It is null when an older version started the session. */
  choice: ModelChoice | null
  /** The domain of the task (E1). It is null when an older version started the session. */
  domain: TaskDomain | null
  /** The `qualityFailures` of the task when the session started. */
  qualityFailures: number
  /** The provider whose limits apply to the session (S5). */
  provider: string
  status: SessionStatus
  error: string | null
  prompt: string
  /** The index of the session's slot within the run, from 0. No two running sessions have the same slot (I1). */
  slot: number
  /** The absolute path of the worktree on the conductor's machine. It is null until the conductor reports that the agent has started. */
  worktreePath: string | null
  /** The commit on which the work of the session is based. Work is what differs from it. */
  baseCommit: string
  /** The commit at which the worktree starts. It is not `baseCommit` when the session continues earlier work (R1, S5). */
  startCommit: string
  provenCommits: readonly string[]
  process: ProcessIdentity | null
  /** The id that the agent gave to its conversation. A later session can resume it. It is null when the agent gave none. */
  conversationId: string | null
  /**
   * Whether something else than its work ended the session: the server stopped, its agent was lost, or its provider had a limit. If so, the
   * next session of the task continues its conversation (R1).
   */
  cutOff: boolean
  tipCommit: string | null
  startedAt: number
  endedAt: number | null
  /** The metrics of the facts up to `factCursor`, and of all facts when the session has ended. */
  metrics: SessionMetrics
  /** Whether its agent has a flat rate: its requests have tokens, but no cost. */
  flatRate: boolean
  /** What was reserved for the session at its start, in millionths of a dollar (M2). It is null when the run had no budget. */
  reservedMicroUsd: number | null
  /** The number of the last fact that the owner has counted in `metrics`. It is 0 when the facts were not read before the end. */
  factCursor: number
  /** The question of the agent that waits for an answer. It is null when no question waits, and when the session has ended. */
  question: PendingQuestion | null
  /** The entries that were chosen for the prompt. It is null when an older version began the session. */
  expertise: SessionExpertise | null
  /**
   * What the session showed when it finished its work. A project learns it when the work is merged and verified. It is null when there is
   * nothing to learn.
   */
  shown: Shown | null
  /** What the agent last said of its task (S3: a claim changes no status). It is null when the agent said nothing. */
  claim: AgentClaim | null
}

/** `text` is empty when the agent gave no reason. */
export interface AgentClaim {
  claim: Claim
  text: string
}

/** An issue that an agent met. `text` has the details, and may be empty. */
export interface IssueRecord {
  id: string
  runId: string
  runTaskId: string
  sessionId: string
  title: string
  text: string
  loggedAt: number
}

/** A task that an agent proposes. `text` is its description, and may be empty. */
export interface FollowUpRecord {
  id: string
  projectId: string
  /** The number of the proposal within the project, from 1. */
  number: number
  runTaskId: string
  /** The task of the plan whose agent proposes it. */
  taskId: string
  sessionId: string
  title: string
  text: string
  epicKey: string
  /** The keys of tasks, as the agent wrote them. They are checked when the proposal is accepted. */
  dependsOn: readonly string[]
  status: FollowUpStatus
  proposedAt: number
  decidedAt: number | null
  /** The name of who decided. It is null when it is not known. */
  decidedBy: string | null
  /** The key of the task that it became. */
  taskKey: string | null
}

/** A message to a session. The owner of the run may send it to the agent more than once, until the agent acknowledges it. */
export interface SessionMessageRecord {
  id: string
  runId: string
  sessionId: string
  /** The name of the sender. It is null when it is not known. */
  author: string | null
  message: InboxMessage
  writtenAt: number
  /** When the agent received the message. It is null before that. */
  acknowledgedAt: number | null
}

/**
 * Identifies a process. A pid alone is not enough, because the system uses a pid again (R1: no other process is taken for an agent).
 * `startTime` is the number of clock ticks from the boot to the start of the process.
 */
export interface ProcessIdentity {
  pid: number
  startTime: string
  bootId: string
}

/** What an agent reports of its session. Journals store it, so the names of the fields must not change. */
export interface ReportedMetrics {
  messageCount: number
  toolCallCount: number
  /** Token counts are null when the agent does not report them. */
  inputTokens: number | null
  outputTokens: number | null
  cacheReadTokens: number | null
  cacheWriteTokens: number | null
  /** The cost in millionths of a dollar, as the agent reports it. It is null when the agent did not report the cost of each request. */
  costMicroUsd: number | null
}

/** What a session costs, in millionths of a dollar. */
export interface SessionCost {
  /** The cost by the prices that Coppice knows. It is null when the tokens or the price of a request are unknown (M1). */
  costMicroUsd: number | null
  /** The sum of the requests with a known cost. */
  knownCostMicroUsd: number
  /** The cost that the agent itself reports, beside ours. It is null when the agent did not report the cost of each request. */
  reportedCostMicroUsd: number | null
}

export interface SessionMetrics extends Omit<ReportedMetrics, 'costMicroUsd'>, SessionCost {}

export const NO_REPORTED_METRICS: ReportedMetrics = {
  messageCount: 0,
  toolCallCount: 0,
  inputTokens: null,
  outputTokens: null,
  cacheReadTokens: null,
  cacheWriteTokens: null,
  costMicroUsd: null,
}

export const NO_COST: SessionCost = { costMicroUsd: null, knownCostMicroUsd: 0, reportedCostMicroUsd: null }

export const NO_METRICS: SessionMetrics = { ...NO_REPORTED_METRICS, ...NO_COST }

/** Puts the cost of a session in place of the one that its agent reported. */
export const withCost = (reported: ReportedMetrics, cost: SessionCost): SessionMetrics => {
  const { costMicroUsd, knownCostMicroUsd, reportedCostMicroUsd } = cost
  return { ...reported, costMicroUsd, knownCostMicroUsd, reportedCostMicroUsd }
}
