/** A ProgressEvent of the contract, as the CLI asks for it: what `--json` prints, one a line. */
export type ProgressEvent = { sequence: number; at: string; runId: string } & (
  | { __typename: 'RunStarted'; totalBatches: number; totalTasks: number }
  | { __typename: 'RunStatusChanged'; runStatus: string; reason: string | null }
  | { __typename: 'BatchStarted'; batchNumber: number; totalBatches: number; taskCount: number }
  | { __typename: 'TaskStarted'; taskKey: string; attempt: number; agent: string; model: string | null }
  | {
      __typename: 'AttemptFinished'
      taskKey: string
      attempt: number
      taskStatus: string
      reason: string | null
      retryAt: string | null
    }
  | {
      __typename: 'TaskStatusChanged'
      taskKey: string
      taskStatus: string
      reason: string | null
      retryAt: string | null
    }
  | { __typename: 'TaskPhaseChanged'; taskKey: string; attempt: number; phase: string }
  | { __typename: 'SessionStarted'; taskKey: string; sessionKind: string; attempt: number; agent: string }
  | { __typename: 'SessionEnded'; taskKey: string; sessionStatus: string; reason: string | null }
  | { __typename: 'TaskMerged'; taskKey: string; commit: string }
  | { __typename: 'MergeConflicted'; taskKey: string; files: readonly string[] }
  | { __typename: 'VerificationFailed'; taskKey: string; output: string }
  | { __typename: 'TaskFinished'; taskKey: string; taskStatus: string; reason: string | null }
  | {
      __typename: 'BatchFinished'
      batchNumber: number
      batchStatus: string
      completed: number
      failed: number
      skipped: number
      cancelled: number
    }
  | { __typename: 'ProviderHeld'; provider: string; until: string; reason: string | null }
  | {
      __typename: 'UntrustedProgramFound'
      foundAtTask: string | null
      foundAtAttempt: number | null
      key: string
      place: string | null
      reason: string | null
    }
  | { __typename: 'DeliveryFinished'; deliveryStatus: string; baseCommit: string | null; reason: string | null }
  | { __typename: 'RunFinished'; runStatus: string; reason: string | null; completedTasks: number; failedTasks: number }
)

export const PROGRESS = `subscription Progress($runId: ID!, $after: Int!) {
  progress(runId: $runId, after: $after) {
    __typename sequence at runId
    ... on RunStarted { totalBatches totalTasks }
    ... on RunStatusChanged { runStatus reason }
    ... on BatchStarted { batchNumber totalBatches taskCount }
    ... on TaskStarted { taskKey epicKey batchNumber attempt agent model sessionId }
    ... on AttemptFinished { taskKey attempt taskStatus reason costUsd retryAt }
    ... on TaskStatusChanged { taskKey taskStatus reason retryAt }
    ... on TaskPhaseChanged { taskKey attempt phase }
    ... on SessionStarted { taskKey sessionId sessionKind attempt agent model }
    ... on SessionEnded { taskKey sessionId sessionStatus reason costUsd }
    ... on TaskMerged { taskKey commit }
    ... on MergeConflicted { taskKey files }
    ... on VerificationFailed { taskKey output }
    ... on TaskFinished { taskKey taskStatus reason costUsd }
    ... on BatchFinished { batchNumber batchStatus completed failed skipped cancelled costUsd }
    ... on ProviderHeld { provider until reason }
    ... on UntrustedProgramFound { foundAtTask foundAtAttempt key place reason }
    ... on DeliveryFinished { deliveryStatus baseCommit reason }
    ... on RunFinished { runStatus reason completedTasks failedTasks costUsd }
  }
}`
