import type { ApiClient } from '../client/api-client.ts'
import { resumedStream } from '../client/resumed-stream.ts'
import type { Following, ServerLink } from '../client/server-link.ts'
import { PROGRESS, type ProgressEvent } from './progress-event.ts'

/** Every event of the run in order, without gap or duplicate, across lost connections (R2); ends with the run. */
export const followProgress = (link: ServerLink, runId: string, following: Following): AsyncGenerator<ProgressEvent> =>
  resumedStream((api, after) => progress(api, { runId, after }, following.signal), link, following)

async function* progress(
  api: ApiClient,
  variables: { runId: string; after: number },
  signal: AbortSignal,
): AsyncGenerator<ProgressEvent> {
  for await (const answer of api.subscribe<{ progress: ProgressEvent }>(PROGRESS, variables, signal))
    yield answer.progress
}
