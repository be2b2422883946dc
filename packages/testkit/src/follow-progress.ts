import { EVENT_FIELDS, RUN_PROGRESS, type RunEvent } from '@coppice/run-model'
import { graphqlClient, type ServerAddress } from './graphql-client.ts'
import { sse } from './server-sent-events.ts'

type FieldName = RunEvent extends infer Event ? (Event extends RunEvent ? keyof Event : never) : never
type FieldOf<Name extends FieldName> = Extract<RunEvent, { [Same in Name]: unknown }>[Name]

/** An event of any kind. Each field is optional, so that a test can read a field without a check of the kind. */
export type ProgressEvent = Pick<RunEvent, '__typename' | 'sequence' | 'at' | 'runId'> & {
  [Name in FieldName]?: FieldOf<Name>
}

const STORED = `query Stored($runId: ID!, $after: Int!, $planned: Boolean! = true) { run(id: $runId) { events(after: $after, first: 200) { ${EVENT_FIELDS} } } }`

/** Yields the events of a run above `after`, until the run has ended. */
export async function* followProgress(
  address: ServerAddress,
  runId: string,
  { after = 0, signal }: { after?: number; signal?: AbortSignal } = {},
): AsyncGenerator<ProgressEvent> {
  const stream = sse<{ progress: ProgressEvent }>(address, RUN_PROGRESS, { runId, after }, { signal })
  for await (const { progress } of stream) yield progress
}

/** Returns the events above `after` that are stored now. */
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
