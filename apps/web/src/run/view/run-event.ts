import type {
  BatchStatus,
  DeliveryStatus,
  RunStatus,
  SessionKind,
  SessionStatus,
  TaskPhase,
  TaskStatus,
} from '../../marks/statuses.ts'

/** A ProgressEvent as the subscription sends it. `at` is ISO-8601. Null: what an earlier version of the server did not write. */
export type RunEvent = { sequence: number; at: string; runId: string } & EventFacts

export type EventFacts =
  | { __typename: 'RunStarted'; totalBatches: number; totalTasks: number }
  | { __typename: 'RunStatusChanged'; runStatus: RunStatus; reason: string | null; maxConcurrency: number | null }
  | {
      __typename: 'BatchStarted'
      batchNumber: number
      totalBatches: number
      taskCount: number
      startCommit: string | null
    }
  | {
      __typename: 'TaskStarted'
      taskKey: string
      attempt: number
      agent: string
      model: string | null
      sessionId: string
      branch: string | null
    }
  | {
      __typename: 'AttemptFinished'
      taskKey: string
      attempt: number
      taskStatus: TaskStatus
      reason: string | null
      costUsd: number | null
      retryAt: string | null
    }
  | {
      __typename: 'TaskStatusChanged'
      taskKey: string
      taskStatus: TaskStatus
      reason: string | null
      retryAt: string | null
    }
  | { __typename: 'TaskPhaseChanged'; taskKey: string; attempt: number; phase: TaskPhase }
  | {
      __typename: 'SessionStarted'
      taskKey: string
      sessionId: string
      sessionKind: SessionKind
      attempt: number
      agent: string
      model: string | null
      number: number | null
      startCommit: string | null
      worktreePath: string | null
    }
  | {
      __typename: 'SessionEnded'
      taskKey: string
      sessionId: string
      sessionStatus: SessionStatus
      reason: string | null
      costUsd: number | null
    }
  | { __typename: 'TaskMerged'; taskKey: string; commit: string }
  | { __typename: 'MergeConflicted'; taskKey: string; files: readonly string[] }
  | { __typename: 'VerificationFailed'; taskKey: string; output: string }
  | {
      __typename: 'TaskFinished'
      taskKey: string
      taskStatus: TaskStatus
      reason: string | null
      costUsd: number | null
    }
  | { __typename: 'BatchFinished'; batchNumber: number; batchStatus: BatchStatus }
  | { __typename: 'ProviderHeld'; provider: string; until: string; reason: string | null }
  | {
      __typename: 'UntrustedProgramFound'
      foundAtTask: string | null
      foundAtAttempt: number | null
      key: string
      place: string | null
      reason: string | null
    }
  | { __typename: 'DeliveryFinished'; deliveryStatus: DeliveryStatus; baseCommit: string | null; reason: string | null }
  | { __typename: 'RunFinished'; runStatus: RunStatus; reason: string | null; deliveryReason: string | null }
