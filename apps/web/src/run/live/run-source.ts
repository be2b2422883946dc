import type { Client } from 'urql'
import type { OpenStream } from '../../client/console-provider.tsx'
import type { Source } from '../../live/follow.ts'
import { within } from '../../live/within.ts'
import type { RunEvent } from '../view/run-event.ts'
import type { RunView } from '../view/run-view.ts'
import { readRun } from './read-run.ts'
import { RUN_PROGRESS, RUN_SEQUENCE, RUN_SNAPSHOT } from './run-documents.ts'

/** The run as it is now, all pages of its tasks; null where there is none. Rejects where the server cannot be reached. */
export async function loadRun(client: Client, id: string): Promise<RunView | null> {
  const page = async (after: string | null) => {
    const { data, error } = await client
      .query(RUN_SNAPSHOT, { id, after }, { requestPolicy: 'network-only' })
      .toPromise()
    if (error && !data) throw error
    return data?.run ?? null
  }
  const first = await page(null)
  if (first === null) return null
  const nodes = first.tasks.edges.map(({ node }) => node)
  let { pageInfo } = first.tasks
  while (pageInfo.hasNextPage) {
    const next = await page(pageInfo.endCursor)
    if (next === null) break
    nodes.push(...next.tasks.edges.map(({ node }) => node))
    pageInfo = next.tasks.pageInfo
  }
  return readRun(first, nodes)
}

/** A server that takes longer to say how far the run is cannot be followed either. */
const ANSWER_MS = 8000

/** The run's events as a stream that can be opened after any number. */
export function runEvents(client: Client, openStream: OpenStream, id: string): Source<RunEvent> {
  return {
    open: (after, next, signal) =>
      openStream(RUN_PROGRESS, { runId: id, after }, ({ progress }) => next(progress), signal),
    newest: async () => {
      const asked = client.query(RUN_SEQUENCE, { id }, { requestPolicy: 'network-only' }).toPromise()
      const { data, error } = await within(asked, ANSWER_MS)
      if (!data?.run) throw error ?? new Error('The run no longer exists.')
      return data.run.lastSequence
    },
  }
}
