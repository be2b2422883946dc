/** The durable facts about a run (R2), as they are stored. Names are those of the API's schema. */
import type {
  BatchStatus,
  DeliveryStatus,
  RunStatus,
  SessionKind,
  SessionStatus,
  TaskPhase,
  TaskStatus,
} from './statuses.ts'

/**
 * Events tell everything that a client shows of a run, so that it need not ask the record, which is a moment further by then.
 * An event that an earlier version wrote lacks some fields. The API turns `runTaskId` and `batchId` into the links `task` and `batch`.
 * Money is in millionths of a dollar, times are in ms. The compiler checks these types against `@coppice/run-model`
 * (`apps/api/src/schema/events/stored-fields.ts`).
 */
export interface EventData {
  RunStarted: { totalBatches: number; totalTasks: number; maxConcurrency: number }
  /** The tasks at `taskCount` positions from `fromPosition` on. What they began with is in their rows and never changes, so it is not stored twice. */
  TasksPlanned: { fromPosition: number; taskCount: number }
  /** D6: the run begins with finished work of an earlier run. `failureOutput` is the output of the task's last failure in the earlier run. */
  KeptWorkFound: { taskKey: string; branch: string | null; failureOutput: string | null; runTaskId: string }
  RunStatusChanged: { runStatus: RunStatus; reason: string | null; maxConcurrency: number }
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
    /** Of a task that is PENDING again: the phase in which it waits. */
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
    worktreePath: string
  }
  SessionEnded: {
    taskKey: string
    sessionId: string
    sessionStatus: SessionStatus
    reason: string | null
    costMicroUsd: number | null
    /** The output of the failure that the next attempt is told. */
    failureOutput: string | null
  }
  TaskMerged: { taskKey: string; commit: string; runTaskId: string }
  MergeConflicted: { taskKey: string; files: readonly string[]; runTaskId: string }
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
  ProviderHeld: { provider: string; until: number; reason: string | null }
  /** `taskKey` and `attempt`: at whose end it was found; null where the run began with it. `place`: the config file. */
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
    /** Why the delivery is still PENDING. */
    deliveryReason: string | null
  }
}

export type EventType = keyof EventData
export type NewEvent = { [T in EventType]: { type: T; data: EventData[T] } }[EventType]
/** `sequence`: from 1 within the run, without gaps. */
export type RunEvent = NewEvent & { runId: string; sequence: number; at: number }
