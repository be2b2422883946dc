import type { NewEvent } from '../domain/events.ts'
import type { LedgerEntry } from '../domain/ledger.ts'
import type { PendingQuestion } from '../domain/permission.ts'
import type { SessionMetrics, SessionRecord } from '../domain/records.ts'
import type { NumberedFact, PermissionAnswered, PermissionAsked, Received } from '../domain/session-facts.ts'
import { change, type OwnerDeps } from './change.ts'
import type { Begun } from './session-lifecycle.ts'

/** The facts that change more in the database than the metrics of their session. */
export type RecordedFact = NumberedFact & (PermissionAsked | PermissionAnswered | Received)

/** The changes in the database that follow from the new facts of a running session. */
export interface RecordedFacts {
  /** The number of the last of these facts. */
  factCursor: number
  metrics: SessionMetrics
  conversationId: string | null
  /** Requests to a model for the ledger. Those that it contains already change nothing. */
  entries: readonly LedgerEntry[]
  facts: readonly RecordedFact[]
}

/** Stores the changes together with `factCursor`. @returns null when the session has ended */
export function recordFacts(
  deps: OwnerDeps,
  { task, session }: Begun,
  { factCursor, metrics, conversationId, entries, facts }: RecordedFacts,
): Promise<SessionRecord | null> {
  return change(deps, session.runId, async ({ tx, emit, require }) => {
    await tx.requireOwner(session.runId)
    const question = facts.reduce(questionAfter, session.question)
    const patch = { factCursor, metrics, conversationId, ...(question !== session.question && { question }) }
    require(await tx.updateSession(session.id, ['RUNNING'], patch))
    if (entries.length > 0) await tx.insertLedgerEntries(session.id, entries)
    for (const fact of facts)
      if (fact.type === 'Received') {
        await tx.acknowledgeSessionMessage(session.id, fact.messageId, fact.at)
        emit({
          type: 'SessionMessageReceived',
          data: { taskKey: task.key, sessionId: session.id, messageId: fact.messageId },
        })
      } else emit(permissionEvent(task.key, session.id, fact))
    return { ...session, ...patch }
  })
}

function questionAfter(pending: PendingQuestion | null, fact: RecordedFact): PendingQuestion | null {
  switch (fact.type) {
    case 'PermissionAsked':
      return { askId: fact.askId, text: fact.text, options: fact.options }
    case 'PermissionAnswered':
      return pending?.askId === fact.askId ? null : pending
    case 'Received':
      return pending
  }
}

function permissionEvent(taskKey: string, sessionId: string, fact: PermissionAsked | PermissionAnswered): NewEvent {
  const { askId } = fact
  if (fact.type === 'PermissionAnswered')
    return { type: 'PermissionAnswered', data: { taskKey, sessionId, askId, optionId: fact.optionId } }
  const { text: question, options } = fact
  return {
    type: 'PermissionAsked',
    data: {
      ...{ taskKey, sessionId, askId, question },
      optionIds: options.map(({ id }) => id),
      optionKinds: options.map(({ kind }) => kind),
      optionLabels: options.map(({ label }) => label),
    },
  }
}
