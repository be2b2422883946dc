import { setImmediate as nextRound, setTimeout as sleep } from 'node:timers/promises'
import pLimit from 'p-limit'

/** How many ms the streams may use the event loop before other work, such as queries, gets it (R4). */
const SLICE_MS = 2
/** A credential with more waiting streams than this rests after each turn while another credential is active. */
const MANY = 8
/** How long a credential with so many streams rests, as a multiple of its last turn. With 5, it gets a sixth of the time. */
const REST = 5
/** A credential counts as active when it had a turn within this time, in ms. */
const RECENT_MS = 1_000

/**
 * Shares the time of the server between streams. The streams of a credential take turns, one event at a time, and credentials alternate. A
 * credential with many streams rests after its turns while another credential is active. So a hundred streams of one credential slow a single
 * stream of another by about a fifth.
 */
export interface Turns {
  /** Creates the queue of one credential. */
  queue(): TurnQueue
}

export interface TurnQueue {
  /** Waits for the next turn. @returns a function that ends the turn. */
  enter(): Promise<() => void>
}

export function createTurns(): Turns {
  const lastTurns = new Map<TurnQueue, number>()
  let sliceStart = performance.now()

  function isAlone(queue: TurnQueue): boolean {
    const since = performance.now() - RECENT_MS
    return [...lastTurns].every(([other, at]) => other === queue || at < since)
  }

  async function giveWay(queue: TurnQueue): Promise<void> {
    if (isAlone(queue) && performance.now() - sliceStart < SLICE_MS) return
    await nextRound()
    sliceStart = performance.now()
  }

  return {
    queue() {
      const limit = pLimit(1)
      const queue: TurnQueue = {
        enter: () =>
          new Promise((entered) => {
            limit(async () => {
              await giveWay(queue)
              const start = performance.now()
              await new Promise<void>((left) => entered(left))
              const end = performance.now()
              lastTurns.set(queue, end)
              if (limit.pendingCount > MANY && !isAlone(queue)) await sleep(REST * (end - start))
            })
          }),
      }
      return queue
    },
  }
}
