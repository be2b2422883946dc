import type { ApiClient } from './api-client.ts'
import type { Following, ServerLink } from './server-link.ts'

/**
 * Follows a stream of numbered items across lost connections and restarts of the server (R2: items come in order, without gaps or duplicates).
 * @param from opens the stream after the item with this number
 * @returns the items, until the stream is complete or `following.signal` aborts
 */
export async function* resumedStream<Item extends { sequence: number }>(
  from: (api: ApiClient, after: number) => AsyncGenerator<Item>,
  link: ServerLink,
  following: Following,
): AsyncGenerator<Item> {
  for (let after = 0; !following.signal.aborted; ) {
    try {
      for await (const item of from(link.api, after)) {
        after = item.sequence
        yield item
      }
      return
    } catch (failure) {
      if (!following.signal.aborted) await link.regain(failure, following)
    }
  }
}
