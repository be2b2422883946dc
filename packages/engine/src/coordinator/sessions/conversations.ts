import type { SessionRecord } from '../../domain/records.ts'
import { movesTask } from '../../domain/statuses.ts'
import type { LastConversation } from '../../session-kinds/session-kind.ts'

type EndedSession = Pick<
  SessionRecord,
  | 'id'
  | 'runTaskId'
  | 'kind'
  | 'model'
  | 'status'
  | 'conversationId'
  | 'worktreePath'
  | 'baseCommit'
  | 'startCommit'
  | 'cutOff'
  | 'tipCommit'
>

/** The last conversation of each task of a run. Sessions that do not move their task, and sessions without an agent, are ignored. */
export class Conversations {
  readonly #last = new Map<string, LastConversation>()

  /** Adds a session. Sessions must be added in the order in which they ended. */
  add(session: EndedSession): void {
    const { id: sessionId, runTaskId, kind, model, status, conversationId, cutOff, baseCommit, tipCommit } = session
    if (!movesTask(kind) || session.worktreePath === null) return
    if (conversationId !== null)
      this.#last.set(runTaskId, { sessionId, kind, model, status, conversationId, cutOff, baseCommit, tipCommit })
    else if (cutOff) this.#addUnnamed(session)
    else this.#last.delete(runTaskId)
  }

  /**
   * Adds a session that was cut off before it named its conversation. The next session can continue the earlier conversation. If this
   * session continued the work of that conversation, the next session starts from the files as this session left them.
   */
  #addUnnamed({ runTaskId, kind, startCommit, tipCommit }: EndedSession): void {
    const last = this.#last.get(runTaskId)
    if (last?.kind === kind && startCommit === last.tipCommit) this.#last.set(runTaskId, { ...last, tipCommit })
  }

  lastOf(runTaskId: string): LastConversation | null {
    return this.#last.get(runTaskId) ?? null
  }
}
