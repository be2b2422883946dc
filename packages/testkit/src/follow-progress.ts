import { graphqlClient, type ServerAddress } from './graphql-client.ts'
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

const FIELDS = `
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
  ... on UntrustedProgramFound { foundAtTask foundAtAttempt key place reason }
  ... on DeliveryFinished { deliveryStatus baseCommit reason }
  ... on RunFinished { runStatus reason }`

const PROGRESS = `subscription Progress($runId: ID!, $after: Int!) { progress(runId: $runId, after: $after) { ${FIELDS} } }`

const STORED = `query Stored($runId: ID!, $after: Int!) { run(id: $runId) { events(after: $after, first: 200) { ${FIELDS} } } }`

/** A run's events above `after` until it has ended. */
export async function* followProgress(
  address: ServerAddress,
  runId: string,
  { after = 0, signal }: { after?: number; signal?: AbortSignal } = {},
): AsyncGenerator<ProgressEvent> {
  for await (const { progress } of sse<{ progress: ProgressEvent }>(address, PROGRESS, { runId, after }, { signal }))
    yield progress
}

/** The same events as they are stored so far, page by page. */
export async function storedProgress(address: ServerAddress, runId: string, after = 0): Promise<ProgressEvent[]> {
  const client = graphqlClient(address)
  const events: ProgressEvent[] = []
  for (;;) {
    const variables = { runId, after: events.at(-1)?.sequence ?? after }
    const { run } = await client.request<{ run: { events: ProgressEvent[] } }>(STORED, variables)
    if (run.events.length === 0) return events
    events.push(...run.events)
  }
}
