import { type RunEvent, type RunView, readRun } from '@coppice/run-model'
import type { Client } from 'urql'
import type { OpenStream } from '../../client/console-provider.tsx'
import type { Source } from '../../live/follow.ts'
import { within } from '../../live/within.ts'
import { PROGRESS, SEQUENCE, SNAPSHOT } from './run-documents.ts'

/**
 * @returns the present state of the run with all pages of its tasks, or null when the run does not exist. Rejects when the server cannot be
 * reached.
 */
export async function loadRun(client: Client, id: string): Promise<RunView | null> {
  const page = async (after: string | null) => {
    const { data, error } = await client.query(SNAPSHOT, { id, after }, { requestPolicy: 'network-only' }).toPromise()
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

/** A server that takes longer to return the last number of the run cannot be followed. */
const ANSWER_MS = 8000

/** The events of the run as a stream that can be opened after any number. The page's snapshot already has what the run began with. */
export function runEvents(client: Client, openStream: OpenStream, id: string): Source<RunEvent> {
  return {
    open: (after, next, signal) =>
      openStream(PROGRESS, { runId: id, after, planned: false }, ({ progress }) => next(progress), signal),
    newest: async () => {
      const asked = client.query(SEQUENCE, { id }, { requestPolicy: 'network-only' }).toPromise()
      const { data, error } = await within(asked, ANSWER_MS)
      if (!data?.run) throw error ?? new Error('The run no longer exists.')
      return data.run.lastSequence
    },
  }
}
