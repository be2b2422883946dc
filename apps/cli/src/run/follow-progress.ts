import { RUN_PROGRESS, type RunEvent } from '@coppice/run-model'
import type { ApiClient } from '../client/api-client.ts'
import { resumedStream } from '../client/resumed-stream.ts'
import type { Following, ServerLink } from '../client/server-link.ts'

/** @returns every event of the run in order, without gaps or duplicates, across lost connections, until the run ends (R2). */
export const followProgress = (link: ServerLink, runId: string, following: Following): AsyncGenerator<RunEvent> =>
  resumedStream((api, after) => progress(api, { runId, after }, following.signal), link, following)

async function* progress(
  api: ApiClient,
  variables: { runId: string; after: number },
  signal: AbortSignal,
): AsyncGenerator<RunEvent> {
  for await (const response of api.subscribe<{ progress: RunEvent }>(RUN_PROGRESS, variables, signal))
    yield response.progress
}
