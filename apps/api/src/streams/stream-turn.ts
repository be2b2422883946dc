import type { TurnQueue } from '../shares/turns.ts'

/** The turn of one stream to use the server. It begins before the stream reads a page or yields an event, and ends when GraphQL has executed the event. */
export interface StreamTurn {
  /** Waits for the turn. If the stream has the turn already, it resolves at once. */
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
