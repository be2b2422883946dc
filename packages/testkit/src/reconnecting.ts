import { setTimeout as sleep } from 'node:timers/promises'

const PAUSE_MS = 50

/**
 * What a subscriber gets who comes back with the last number it has whenever its connection is lost, across servers, until its stream
 * is complete.
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
      // The server has gone; the next one answers soon.
    }
  }
}
