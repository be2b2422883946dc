import { setTimeout as sleep } from 'node:timers/promises'

const PAUSE_MS = 50

/**
 * Yields the items of a subscription until the stream is complete. When the connection is lost, it subscribes again above the last number,
 * until a server responds. This may be another server than before.
 */
export async function* reconnecting<Item extends { sequence: number }>(
  subscribe: (after: number) => AsyncIterable<Item>,
  after = 0,
): AsyncGenerator<Item> {
  for (let last = after; ; await sleep(PAUSE_MS)) {
    try {
      for await (const item of subscribe(last)) {
        last = item.sequence
        yield item
      }
      return
    } catch {
      // The server has stopped. The next one will respond soon.
    }
  }
}
