import { setTimeout as sleep } from 'node:timers/promises'
import { ConnectionLost } from './api-client.ts'

const RETRY_MS = 500
/** A server that is away for longer is not coming back: it says so to who waits. */
const PATIENCE_MS = 60_000

/** Every numbered item in order, without gap or duplicate, across lost connections (R2); ends with the stream or the signal. */
export async function* resumedStream<Item extends { sequence: number }>(
  from: (after: number) => AsyncGenerator<Item>,
  signal: AbortSignal,
): AsyncGenerator<Item> {
  let after = 0
  let heardAt = performance.now()
  for (;;) {
    try {
      for await (const item of from(after)) {
        after = item.sequence
        heardAt = performance.now()
        yield item
      }
      return
    } catch (error) {
      if (signal.aborted) return
      if (!(error instanceof ConnectionLost) || performance.now() - heardAt > PATIENCE_MS) throw error
      await sleep(RETRY_MS)
    }
  }
}
