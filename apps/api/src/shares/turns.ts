import { setImmediate as nextRound, setTimeout as sleep } from 'node:timers/promises'
import pLimit from 'p-limit'

/** R4: how long streams may use the event loop before queries and other readers get it. */
const SLICE_MS = 2
/** A credential with more waiting streams than this rests between its turns while streams of another credential are active. */
const MANY = 8
/** It rests this many times as long as its turn took, so it gets a sixth of the server. */
const REST = 5
/** A credential counts as active when it had a turn within this time. */
const RECENT_MS = 1_000

/**
 * The streams of a credential take turns, one event at a time, and credentials alternate. A credential with many streams rests for the
 * others: a hundred of its streams slow a single stream of another credential by about a fifth. A credential that is alone does not rest.
 */
export interface Turns {
  /** The turns of one credential. */
  queue(): TurnQueue
}

export interface TurnQueue {
  /** Resolves when it is the caller’s turn, with a function that ends the turn. */
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
