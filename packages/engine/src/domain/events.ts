/** The events of a run, as they are stored (R2: they are numbered without gaps). The API's schema has the same names. */
import type { BudgetPot } from './budget.ts'
import type { InboxMessage } from './inbox-message.ts'
import type { PermissionOption } from './permission.ts'
import type {
  BatchStatus,
  DeliveryStatus,
  RunStatus,
  SessionKind,
  SessionStatus,
  TaskPhase,
  TaskStatus,
} from './statuses.ts'
import type { Claim } from './task-calls.ts'

/**
 * The fields of each type of event. Events contain everything that a client shows of a run, except the columns that `TasksPlanned` names. A
 * client must not read more from the database, because the database may already contain later changes.
 *
 * - An event that an earlier version of Coppice wrote may lack some fields.
 * - The API turns `runTaskId` and `batchId` into the links `task` and `batch`.
 * - Money is in millionths of a dollar, and times are in ms.
 * - The compiler checks these types against `@coppice/run-model` (`apps/api/src/schema/events/stored-fields.ts`).
 */
export interface EventData {
  RunStarted: { totalBatches: number; totalTasks: number; maxConcurrency: number }
  /**
   * A part of the run's tasks: `taskCount` tasks, whose positions start at `fromPosition`. Several events announce a large plan. Clients
   * read the keys, epics and batches of the tasks from their rows, because these columns never change. Every task starts as PENDING.
   */
  TasksPlanned: { fromPosition: number; taskCount: number }
  /** The run merges finished work of an earlier run (D6). `failureOutput` is the output of the task's last failure in that run. */
  KeptWorkFound: { taskKey: string; branch: string | null; failureOutput: string | null; runTaskId: string }
  RunStatusChanged: {
    runStatus: RunStatus
    reason: string | null
    maxConcurrency: number
    awaitsBudget: boolean
    resumesAt: number | null
  }
  BatchStarted: { batchNumber: number; totalBatches: number; taskCount: number; startCommit: string | null }
  TaskStarted: {
    taskKey: string
    epicKey: string
    batchNumber: number
    attempt: number
    agent: string
    model: string | null
    sessionId: string
    branch: string
    runTaskId: string
  }
  AttemptFinished: {
    taskKey: string
    attempt: number
    taskStatus: TaskStatus
    reason: string | null
    costMicroUsd: number | null
    retryAt: number | null
    /** The phase of a task that is PENDING again and waits for a slot. It is null for any other task. */
    nextPhase: TaskPhase | null
    runTaskId: string
  }
  TaskStatusChanged: {
    taskKey: string
    taskStatus: TaskStatus
    reason: string | null
    retryAt: number | null
    nextPhase: TaskPhase | null
    runTaskId: string
  }
  /** A task that could start waits for `resource`, because other sessions hold it. `resource` is null when the task no longer waits for one. */
  AwaitedResourceChanged: { taskKey: string; resource: string | null; runTaskId: string }
  TaskPhaseChanged: { taskKey: string; attempt: number; phase: TaskPhase }
  SessionStarted: {
    taskKey: string
    sessionId: string
    sessionKind: SessionKind
    attempt: number
    agent: string
    model: string | null
    number: number
    startCommit: string
    flatRate: boolean
  }
  AgentStarted: { taskKey: string; sessionId: string; worktreePath: string }
  SessionEnded: {
    taskKey: string
    sessionId: string
    sessionStatus: SessionStatus
    reason: string | null
    costMicroUsd: number | null
    /** The output of the failure, which the prompt of the next attempt contains. */
    failureOutput: string | null
  }
  /** A message to a session was stored. `text` is the text of a message, or the id of the option that an answer chooses. */
  SessionMessageSent: {
    taskKey: string
    sessionId: string
    messageId: string
    messageKind: InboxMessage['type']
    text: string | null
    author: string | null
  }
  /** The agent of a session has read a message. */
  SessionMessageReceived: { taskKey: string; sessionId: string; messageId: string }
  /** The agent of a session waits for an answer. The lists have one entry for each option, in the same order. */
  PermissionAsked: {
    taskKey: string
    sessionId: string
    askId: string
    question: string
    optionIds: readonly string[]
    optionKinds: readonly PermissionOption['kind'][]
    optionLabels: readonly string[]
  }
  PermissionAnswered: { taskKey: string; sessionId: string; askId: string; optionId: string }
  /** The agent of a session says whether its task is done. `text` is its reason, and null when it gives none. No status changes (S3). */
  ClaimMade: { taskKey: string; sessionId: string; claim: Claim; text: string | null }
  /** The agent of a session met an issue. `text` has the details, and is null when there are none. */
  IssueLogged: { taskKey: string; sessionId: string; issueId: string; title: string; text: string | null }
  /** The agent of a session proposes another task. `followUpNumber` is the number of the proposal within the project. */
  FollowUpProposed: {
    taskKey: string
    sessionId: string
    followUpId: string
    followUpNumber: number
    title: string
    text: string | null
  }
  TaskMerged: { taskKey: string; commit: string; runTaskId: string }
  MergeConflicted: { taskKey: string; files: readonly string[]; runTaskId: string }
  /** The work of a task conflicts with the work of another task. The event is stored for each of the two tasks that has not ended. */
  ClashForeseen: { taskKey: string; otherKey: string; files: readonly string[]; runTaskId: string }
  VerificationFailed: { taskKey: string; output: string; runTaskId: string }
  TaskFinished: {
    taskKey: string
    taskStatus: TaskStatus
    reason: string | null
    costMicroUsd: number | null
    runTaskId: string
  }
  BatchFinished: {
    batchNumber: number
    batchStatus: BatchStatus
    completed: number
    failed: number
    skipped: number
    cancelled: number
    costMicroUsd: number | null
    batchId: string
  }
  /** A part of a budget is spent (M2). */
  BudgetWarned: { spentMicroUsd: number; budgetMicroUsd: number; pot: BudgetPot }
  /** A budget from now on. It is null when there is no limit. */
  BudgetChanged: { limitMicroUsd: number | null; pot: BudgetPot }
  ProviderHeld: { provider: string; until: number; reason: string | null }
  /** A person ended the hold of a provider. `author` is null when it is not known who. */
  ProviderReleased: { provider: string; author: string | null }
  /**
   * For a key of the repository's config, the project trusts another program than the config names now (I2). It was found at the end of
   * attempt `attempt` of `taskKey`. Both are null when it was found at the start of the run. `place` is the path of the config file. It is
   * null when no config file has the key any more.
   */
  UntrustedProgramFound: {
    taskKey: string | null
    attempt: number | null
    key: string
    place: string | null
    reason: string
  }
  DeliveryFinished: { deliveryStatus: DeliveryStatus; baseCommit: string | null; reason: string | null }
  RunFinished: {
    runStatus: RunStatus
    reason: string | null
    completedTasks: number
    failedTasks: number
    costMicroUsd: number | null
    /** The reason why the delivery is still PENDING. It is null when the delivery is not PENDING. */
    deliveryReason: string | null
  }
}

export type EventType = keyof EventData
export type NewEvent = { [T in EventType]: { type: T; data: EventData[T] } }[EventType]
/** A stored event. `sequence` counts from 1 within the run, without gaps. `at` is in ms since 1970. */
export type RunEvent = NewEvent & { runId: string; sequence: number; at: number }
