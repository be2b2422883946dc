import { setTimeout as sleep } from 'node:timers/promises'

const PAUSE_MS = 50

/**
 * The items of a subscriber that reconnects with its last number whenever its connection is lost, across servers, until its stream is
 * complete.
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
