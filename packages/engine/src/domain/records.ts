/** What is stored, as the engine sees it. Times are milliseconds since the epoch; commits are full object ids. */
import type { DataFolderRecord } from './data-folder.ts'
import type { Forecast } from './forecast.ts'
import type { PlanDependency } from './plan.ts'
import type { ProjectSettings, TaskSettings } from './settings.ts'
import type {
  BatchStatus,
  DeliveryStatus,
  DependencyKind,
  Isolation,
  RunMode,
  RunStatus,
  SessionKind,
  SessionStatus,
  Strategy,
  TaskPhase,
  TaskStatus,
} from './statuses.ts'
import type { TrustedPrograms } from './trusted-programs.ts'

export interface ProjectRecord {
  id: string
  name: string
  repositoryPath: string
  baseBranch: string
  planVersion: number
  settings: ProjectSettings
  lastRunNumber: number
  sample: boolean
  /** Is null for a project of an older version that was not opened since. The next opening takes what its config names. */
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
  /** Ids of epics. */
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
  dependsOn: readonly { taskId: string; kind: DependencyKind }[]
}

/** What is in the plan now: a task is, where neither it nor its epic is archived. A dependency may name an archived task. */
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
  /** The branch that the run works from and delivers to, frozen (P6). */
  baseBranch: string
  baseCommit: string
  startCommit: string | null
  settings: ProjectSettings
  carriedRunIds: readonly string[]
  /** As it was when the run was made; null where it was not made (too many tasks, or an older version). */
  forecast: Forecast | null
  totalBatches: number
  totalTasks: number
  lastSequence: number
  createdAt: number
  startedAt: number | null
  finishedAt: number | null
  deliveryStatus: DeliveryStatus
  deliveryCommit: string | null
  deliveryReason: string | null
  deliveryAt: number | null
  /** Set while a delivery that a person asked for is in progress. */
  deliveryRequestedAt: number | null
  deliveryTarget: string | null
  discardedAt: number | null
  /** How often in a row a defect has stopped the run, without a task that ended in between. */
  halts: number
  /** How many tasks had ended at the last halt. */
  endedAtHalt: number
  /** Number of the last command of a person that wrote to the run; 0 before the first. */
  lastCommand: number
  /** R6: the epoch of the server that owns the run; 0 until a server has taken it up. */
  ownerEpoch: number
  /** Null until a server has taken it up. */
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
  /** Plan order over the whole run, from 0. */
  position: number
  key: string
  epicKey: string
  epicName: string
  description: string
  action: string | null
  agent: string
  model: string | null
  settings: TaskSettings
  /** Of this run's tasks alone, epic dependencies expanded. */
  dependsOn: readonly PlanDependency[]
  status: TaskStatus
  statusReason: string | null
  phase: TaskPhase | null
  phaseStartedAt: number | null
  scheduledFor: number | null
  attempts: number
  countedAttempts: number
  /** How often Coppice itself has failed since an agent last ran (I5). */
  ownFailures: number
  conflictSessions: number
  startsFromTip: boolean
  /** A person cancelled it (S7). */
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
  lastFailure: Failure | null
  /** Number of the last command that wrote to the task; 0 before the first. */
  lastCommand: number
}

/** Why an attempt, merge or verify did not succeed (S5). */
export interface Failure {
  /** `coppice`: a failure of Coppice itself, which uses up no attempt (I5). `configuration`: a missing program, never tried again (S5). */
  class: 'work' | 'infrastructure' | 'coppice' | 'configuration'
  /** For people: `exit code 7`, `verify failed: npm test, exit code 1`. One line, but for what git said. */
  reason: string
  /** The end of what was printed, for the next prompt; at most 16 KiB. */
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
  status: SessionStatus
  error: string | null
  prompt: string
  worktreePath: string
  startCommit: string
  provenCommits: readonly string[]
  process: ProcessIdentity | null
  tipCommit: string | null
  startedAt: number
  endedAt: number | null
  metrics: SessionMetrics
}

/** Known by pid, start time and boot, never by pid alone (R1). `startTime`: clock ticks since boot, as text. */
export interface ProcessIdentity {
  pid: number
  startTime: string
  bootId: string
}

export interface SessionMetrics {
  messageCount: number
  toolCallCount: number
  /** Null where the agent does not report tokens. */
  inputTokens: number | null
  outputTokens: number | null
  cacheReadTokens: number | null
  cacheWriteTokens: number | null
  /** Millionths of a dollar; null where tokens or price are unknown. */
  costMicroUsd: number | null
}

export const NO_METRICS: SessionMetrics = {
  messageCount: 0,
  toolCallCount: 0,
  inputTokens: null,
  outputTokens: null,
  cacheReadTokens: null,
  cacheWriteTokens: null,
  costMicroUsd: null,
}
