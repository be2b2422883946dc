import { movesTask, type SessionKind } from '../../domain/statuses.ts'
import type { LastConversation } from '../../session-kinds/session-kind.ts'

interface EndedSession {
  id: string
  runTaskId: string
  kind: SessionKind
  conversationId: string | null
  isInterrupted: boolean
}

/** The conversation that each task of a run had last. Sessions beside the tasks do not count. */
export class Conversations {
  readonly #last = new Map<string, LastConversation>()

  /** Adds a session after all that ended before it. */
  add({ id: sessionId, runTaskId, kind, conversationId, isInterrupted }: EndedSession): void {
    if (!movesTask(kind)) return
    if (conversationId !== null) this.#last.set(runTaskId, { sessionId, conversationId, isInterrupted })
    // A session that was cut off before it named a conversation leaves the earlier one to the next session.
    else if (!isInterrupted) this.#last.delete(runTaskId)
  }

  lastOf(runTaskId: string): LastConversation | null {
    return this.#last.get(runTaskId) ?? null
  }
}
