import type { ServerAddress } from './graphql-client.ts'
import { sse } from './server-sent-events.ts'

export interface ProgressEvent {
  __typename: string
  sequence: number
  at: string
  taskKey?: string
  taskStatus?: string
  sessionId?: string
  reason?: string | null
  batchNumber?: number
  batchStatus?: string
  runStatus?: string
  provider?: string
  until?: string
  deliveryStatus?: string
  commit?: string
  baseCommit?: string | null
}

const PROGRESS = `subscription Progress($runId: ID!, $after: Int!) {
  progress(runId: $runId, after: $after) {
    __typename sequence at
    ... on RunStatusChanged { runStatus reason }
    ... on BatchStarted { batchNumber }
    ... on TaskStarted { taskKey sessionId }
    ... on AttemptFinished { taskKey taskStatus reason }
    ... on TaskStatusChanged { taskKey taskStatus reason }
    ... on TaskPhaseChanged { taskKey }
    ... on SessionStarted { taskKey sessionId }
    ... on SessionEnded { taskKey sessionId reason }
    ... on TaskMerged { taskKey commit }
    ... on MergeConflicted { taskKey }
    ... on VerificationFailed { taskKey }
    ... on TaskFinished { taskKey taskStatus reason }
    ... on BatchFinished { batchNumber batchStatus }
    ... on ProviderHeld { provider until reason }
    ... on DeliveryFinished { deliveryStatus baseCommit reason }
    ... on RunFinished { runStatus reason }
  }
}`

/** A run's events above `after` until it has ended. */
export async function* followProgress(
  address: ServerAddress,
  runId: string,
  { after = 0, signal }: { after?: number; signal?: AbortSignal } = {},
): AsyncGenerator<ProgressEvent> {
  for await (const { progress } of sse<{ progress: ProgressEvent }>(address, PROGRESS, { runId, after }, { signal }))
    yield progress
}
