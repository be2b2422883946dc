import {
  RUN_PROGRESS,
  RUN_SEQUENCE,
  RUN_SNAPSHOT,
  type RunEvent,
  type RunSnapshot,
  type RunView,
  readRun,
  type TaskSnapshot,
} from '@coppice/run-model'
import { type GraphqlClient, graphqlClient, type ServerAddress, sse } from '@coppice/testkit'

/** What the console could know about a run: its events, and what a page that was opened meanwhile would have read. */
export interface RecordedRun {
  events: RunEvent[]
  /** Oldest first. Each belongs to one moment and has the number of its last event. */
  snapshots: RunView[]
}

/** Reads the run with the console's own documents until it has ended. `onView` is called at each moment. */
export async function recordRun(
  server: ServerAddress,
  runId: string,
  onView: (view: RunView) => Promise<void> = async () => {},
): Promise<RecordedRun> {
  const client = graphqlClient(server)
  const [events, snapshots] = await Promise.all([readEvents(server, runId), readSnapshots(client, runId, onView)])
  return { events, snapshots }
}

type Snapshot = RunSnapshot & { tasks: { edges: { node: TaskSnapshot }[] } }

async function readEvents(server: ServerAddress, runId: string): Promise<RunEvent[]> {
  const events: RunEvent[] = []
  const stream = sse<{ progress: RunEvent }>(server, RUN_PROGRESS, { runId, after: 0 })
  for await (const { progress } of stream) events.push(progress)
  return events
}

async function readSnapshots(client: GraphqlClient, id: string, onView: (view: RunView) => Promise<void>) {
  const snapshots: RunView[] = []
  for (;;) {
    const { run } = await client.request<{ run: Snapshot }>(RUN_SNAPSHOT, { id })
    const view = readRun(
      run,
      run.tasks.edges.map(({ node }) => node),
    )
    const after = await client.request<{ run: { lastSequence: number } }>(RUN_SEQUENCE, { id })
    // A page is read by several statements. A page that changed in between does not show one moment.
    const isOfOneMoment = after.run.lastSequence === view.lastSequence
    if (isOfOneMoment && view.lastSequence !== snapshots.at(-1)?.lastSequence) snapshots.push(view)
    if (isOfOneMoment && view.finishedAt !== null) return snapshots
    await onView(view)
  }
}
