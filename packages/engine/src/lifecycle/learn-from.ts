import { randomUUID } from 'node:crypto'
import type { Shown } from '../domain/expertise.ts'
import type { SessionRecord } from '../domain/records.ts'
import { learn } from '../expertise/learning/learn.ts'
import type { Change } from './change.ts'

/**
 * Stores what a session teaches, in the transaction that ends the session (E2). A session ends once, so it teaches once, even if a server is
 * killed at any point.
 *
 * @param session the session as it was before its end
 * @param end how it has ended
 * @param shown what the session showed. It is undefined when nothing could be learned from its facts
 */
export async function learnFrom(
  { tx, at }: Change,
  taskKey: string,
  session: SessionRecord,
  end: Pick<SessionRecord, 'status' | 'tipCommit'>,
  shown: Shown | undefined,
): Promise<void> {
  const { id, projectId, number, expertise } = session
  const { status, tipCommit } = end
  if (expertise === null || expertise.given === 'OFF') return
  const { domain } = expertise
  const used = expertise.given === 'GIVEN' ? expertise.entries.map((entry) => entry.id) : []
  const { lessons, changedFiles } = status === 'COMPLETED' && shown ? shown : { lessons: [], changedFiles: [] }
  // Most sessions of simple commands teach nothing. Without a read, their end can share a statement with others (ADR 0034).
  if (used.length + lessons.length === 0) return
  const entries = await tx.expertiseAround(projectId, { domain, ids: used, paths: changedFiles })
  const evidence = { sessionId: id, session: number, taskKey, commit: tipCommit, at }
  const change = learn(entries, { projectId, domain, evidence, lessons, used, changedFiles }, randomUUID)
  if (change.put.length > 0) await tx.putExpertise(change.put)
  if (change.remove.length > 0) await tx.removeExpertise(change.remove)
}
