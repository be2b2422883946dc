import { setImmediate as nextRound, setTimeout as sleep } from 'node:timers/promises'
import pLimit from 'p-limit'

/** R4: how long streams may keep the event loop before queries and other readers get it. */
const SLICE_MS = 2
/** A credential with more streams waiting than this rests between its turns while another credential’s streams are at work. */
const MANY = 8
/** As long as its turn took, so many times: it has a sixth of the server. */
const REST = 5
/** Another is at work: it had a turn within this time. */
const RECENT_MS = 1_000

/**
 * Each credential's streams take turns, one event at a time, and credentials alternate; one with many streams rests for the others:
 * a hundred streams of one slow a single stream of another by a fifth or so. Whoever is alone does not rest.
 */
export interface Turns {
  /** The turns of one credential. */
  queue(): TurnQueue
}

export interface TurnQueue {
  /** Resolves when it is the caller’s turn, with how to end it. */
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
