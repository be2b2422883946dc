import { setImmediate as nextTurn } from 'node:timers/promises'
import pLimit from 'p-limit'

export type InTurns = <Part>(parts: AsyncIterable<Part>) => AsyncGenerator<Part, void, undefined>

/**
 * Returns a function that reads parts so that all its readers take turns: in each turn of the event loop only one of them gets a part. So
 * many readers at once do not block the event loop for longer than one does (R4).
 */
export function createTurns(): InTurns {
  const oneAtATime = pLimit(1)
  return async function* inTurns(parts) {
    const reader = parts[Symbol.asyncIterator]()
    try {
      for (;;) {
        const next = await oneAtATime(async () => {
          await nextTurn()
          return reader.next()
        })
        if (next.done) return
        yield next.value
      }
    } finally {
      await reader.return?.()
    }
  }
}
