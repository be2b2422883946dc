import { movesTask, type SessionKind } from '../../domain/statuses.ts'
import type { LastConversation } from '../../session-kinds/session-kind.ts'

interface EndedSession {
  id: string
  runTaskId: string
  kind: SessionKind
  conversationId: string | null
  isInterrupted: boolean
}

/** The last conversation of each task of a run. Sessions that do not move their task are ignored. */
export class Conversations {
  readonly #last = new Map<string, LastConversation>()

  /** Adds a session. Sessions must be added in the order in which they ended. */
  add({ id: sessionId, runTaskId, kind, conversationId, isInterrupted }: EndedSession): void {
    if (!movesTask(kind)) return
    if (conversationId !== null) this.#last.set(runTaskId, { sessionId, conversationId, isInterrupted })
    // When a session was interrupted before it had a conversation, the next session can continue the earlier conversation.
    else if (!isInterrupted) this.#last.delete(runTaskId)
  }

  lastOf(runTaskId: string): LastConversation | null {
    return this.#last.get(runTaskId) ?? null
  }
}
