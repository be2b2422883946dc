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

/** The events of a run, and the snapshots that pages would have read if they had been opened during the run. */
export interface RecordedRun {
  events: RunEvent[]
  /** The snapshots, oldest first. Each contains the state of one moment, with the number of the last event. */
  snapshots: RunView[]
}

/** Reads snapshots of a run with the documents of the console until the run has ended. @param onView is called with each snapshot */
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
    // The server reads a snapshot with several SQL statements. If an event was appended between them, the snapshot mixes two moments and is
    // left out.
    const isOfOneMoment = after.run.lastSequence === view.lastSequence
    if (isOfOneMoment && view.lastSequence !== snapshots.at(-1)?.lastSequence) snapshots.push(view)
    if (isOfOneMoment && view.finishedAt !== null) return snapshots
    await onView(view)
  }
}
