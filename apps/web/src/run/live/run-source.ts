import { type RunEvent, type RunView, readRun } from '@coppice/run-model'
import type { Client } from 'urql'
import type { OpenStream } from '../../client/console-provider.tsx'
import type { Source } from '../../live/follow.ts'
import { within } from '../../live/within.ts'
import { PROGRESS, SEQUENCE, SNAPSHOT } from './run-documents.ts'

/**
 * Loads the present state of a run, with all pages of its tasks.
 * @returns null when the run does not exist
 * @throws when the server is unreachable
 */
export async function loadRun(client: Client, id: string): Promise<RunView | null> {
  const page = async (after: string | null) => {
    const variables = { id, after, isFirst: after === null }
    const { data, error } = await client.query(SNAPSHOT, variables, { requestPolicy: 'network-only' }).toPromise()
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

/** How many ms to wait for the newest number of the run. A slower server counts as unreachable. */
const ANSWER_MS = 8000

/** @returns the events of the run as a stream that can be opened after any number. */
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
