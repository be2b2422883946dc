import type { SessionMetrics, SessionRecord } from '../domain/records.ts'
import { change, type OwnerDeps } from './change.ts'

/** What the facts of a running session change in the record. `factCursor` is the number of the last of these facts. */
export interface RecordedFacts {
  factCursor: number
  metrics: SessionMetrics
  conversationId: string | null
}

/** Stores what facts of a running session changed, together with their cursor. @returns null when the session has ended */
export function recordFacts(
  deps: OwnerDeps,
  session: SessionRecord,
  facts: RecordedFacts,
): Promise<SessionRecord | null> {
  return change(deps, session.runId, async ({ tx, require }) => {
    await tx.requireOwner(session.runId)
    require(await tx.updateSession(session.id, ['RUNNING'], facts))
    return { ...session, ...facts }
  })
}
