import { randomUUID } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import type { NewEvent } from '../domain/events.ts'
import type { LedgerEntry } from '../domain/ledger.ts'
import type { PendingQuestion } from '../domain/permission.ts'
import type { AgentClaim, SessionMetrics, SessionRecord } from '../domain/records.ts'
import type {
  Claimed,
  FollowUpProposed,
  IssueLogged,
  NumberedFact,
  PermissionAnswered,
  PermissionAsked,
  Received,
} from '../domain/session-facts.ts'
import { type Change, change, type OwnerDeps } from './change.ts'
import type { Begun } from './session-lifecycle.ts'

/** The facts that change more in the database than the metrics of their session. */
export type RecordedFact = NumberedFact &
  (PermissionAsked | PermissionAnswered | Received | Claimed | IssueLogged | FollowUpProposed)

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
  return change(deps, session.runId, async (it) => {
    const { tx, require } = it
    await tx.requireOwner(session.runId)
    const question = facts.reduce(questionAfter, session.question)
    const claim = facts.reduce(claimAfter, session.claim)
    const patch = {
      ...{ factCursor, metrics, conversationId },
      ...(question !== session.question && { question }),
      ...(claim !== session.claim && { claim }),
    }
    require(await tx.updateSession(session.id, ['RUNNING'], patch))
    if (entries.length > 0) await tx.insertLedgerEntries(session.id, entries)
    let last = session.claim
    for (const fact of facts) {
      // An agent may repeat its claim at the end of each turn.
      const isRepeated = fact.type === 'Claimed' && isDeepStrictEqual(claimAfter(null, fact), last)
      if (!isRepeated) await recordFact(it, { task, session }, fact)
      last = claimAfter(last, fact)
    }
    return { ...session, ...patch }
  })
}

async function recordFact({ tx, emit }: Change, { task, session }: Begun, fact: RecordedFact): Promise<void> {
  const data = { taskKey: task.key, sessionId: session.id }
  switch (fact.type) {
    case 'Received':
      await tx.acknowledgeSessionMessage(session.id, fact.messageId, fact.at)
      return emit({ type: 'SessionMessageReceived', data: { ...data, messageId: fact.messageId } })
    case 'PermissionAsked':
    case 'PermissionAnswered':
      return emit(permissionEvent(task.key, session.id, fact))
    case 'Claimed':
      return emit({ type: 'ClaimMade', data: { ...data, claim: fact.claim, text: fact.text || null } })
    case 'IssueLogged': {
      const { title, text } = fact
      const id = randomUUID()
      const issue = { ...placeOf(session), id, title, text, runId: session.runId, loggedAt: fact.at }
      const isNew = await tx.insertIssue(issue)
      if (isNew) emit({ type: 'IssueLogged', data: { ...data, issueId: id, title, text: text || null } })
      return
    }
    case 'FollowUpProposed': {
      const { title, text, dependsOn, epic } = fact
      const id = randomUUID()
      const followUp = { ...placeOf(session), id, title, text, dependsOn, epicKey: epic ?? task.epicKey }
      const number = await tx.insertFollowUp({
        ...{ ...followUp, projectId: session.projectId, taskId: task.taskId, status: 'PROPOSED' },
        ...{ proposedAt: fact.at, decidedAt: null, decidedBy: null, taskKey: null },
      })
      if (number === null) return
      const ids = { followUpId: id, followUpNumber: number }
      emit({ type: 'FollowUpProposed', data: { ...data, ...ids, title, text: text || null } })
    }
  }
}

const placeOf = ({ id, runTaskId }: SessionRecord) => ({ runTaskId, sessionId: id })

function questionAfter(pending: PendingQuestion | null, fact: RecordedFact): PendingQuestion | null {
  switch (fact.type) {
    case 'PermissionAsked':
      return { askId: fact.askId, text: fact.text, options: fact.options }
    case 'PermissionAnswered':
      return pending?.askId === fact.askId ? null : pending
    default:
      return pending
  }
}

const claimAfter = (claim: AgentClaim | null, fact: RecordedFact): AgentClaim | null =>
  fact.type === 'Claimed' ? { claim: fact.claim, text: fact.text ?? '' } : claim

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
