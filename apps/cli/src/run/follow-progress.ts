import { setTimeout as sleep } from 'node:timers/promises'
import { type ApiClient, ConnectionLost } from '../client/api-client.ts'
import { PROGRESS, type ProgressEvent } from './progress-event.ts'

const RETRY_MS = 500
/** A server that is away for longer is not coming back: it says so to who waits. */
const PATIENCE_MS = 60_000

/** Every event of the run in order, without gap or duplicate, across lost connections (R2); ends with the run. */
export async function* followProgress(
  api: ApiClient,
  runId: string,
  signal: AbortSignal,
): AsyncGenerator<ProgressEvent> {
  let after = 0
  let heardAt = performance.now()
  for (;;) {
    try {
      for await (const { progress } of api.subscribe<{ progress: ProgressEvent }>(PROGRESS, { runId, after }, signal)) {
        after = progress.sequence
        heardAt = performance.now()
        yield progress
      }
      return
    } catch (error) {
      if (signal.aborted) return
      if (!(error instanceof ConnectionLost) || performance.now() - heardAt > PATIENCE_MS) throw error
      await sleep(RETRY_MS)
    }
  }
}
