import type { TurnQueue } from '../shares/turns.ts'

/** The turn of one stream. It lasts from before the stream reads a page or yields an event until that event has been executed. */
export interface StreamTurn {
  /** Waits until the stream may send. Resolves at once when it may send already. */
  enter(): Promise<void>
  leave(): void
}

export function createStreamTurn(queue: TurnQueue): StreamTurn {
  let end: (() => void) | null = null
  return {
    async enter() {
      end ??= await queue.enter()
    },
    leave() {
      end?.()
      end = null
    },
  }
}
