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

/** The time that turns take and wait for, in ms. */
export interface TurnTime {
  now(): number
  rest(ms: number): Promise<void>
}

const processTime: TurnTime = { now: () => performance.now(), rest: (ms) => sleep(ms) }

export function createTurns(time = processTime): Turns {
  const lastTurns = new Map<TurnQueue, number>()
  let sliceStart = time.now()

  function isAlone(queue: TurnQueue): boolean {
    const since = time.now() - RECENT_MS
    return [...lastTurns].every(([other, at]) => other === queue || at < since)
  }

  async function giveWay(queue: TurnQueue): Promise<void> {
    if (isAlone(queue) && time.now() - sliceStart < SLICE_MS) return
    await nextRound()
    sliceStart = time.now()
  }

  return {
    queue() {
      const limit = pLimit(1)
      const queue: TurnQueue = {
        enter: () =>
          new Promise((entered) => {
            limit(async () => {
              await giveWay(queue)
              const start = time.now()
              await new Promise<void>((left) => entered(left))
              const end = time.now()
              lastTurns.set(queue, end)
              if (limit.pendingCount > MANY && !isAlone(queue)) await time.rest(REST * (end - start))
            })
          }),
      }
      return queue
    },
  }
}
