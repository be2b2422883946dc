import { randomUUID } from 'node:crypto'
import type { SessionRecord } from '../domain/records.ts'
import { learn, type Teaching } from '../expertise/learning/learn.ts'
import type { Change } from './change.ts'

/** A session whose work is merged and verified. */
export interface Teacher
  extends Pick<
    SessionRecord,
    'id' | 'projectId' | 'number' | 'kind' | 'expertise' | 'tipCommit' | 'worktreePath' | 'shown'
  > {
  /** The number of the LEARNING session that says what this session shows. It is absent when rules do. */
  learner?: number
}

/** Counts that an ended session had entries in its prompt, in the transaction that ends the session. A session ends once. */
export async function countUses(it: Change, taskKey: string, session: SessionRecord): Promise<void> {
  const { expertise } = session
  if (expertise?.given !== 'GIVEN' || expertise.entries.length === 0) return
  const used = expertise.entries.map((entry) => entry.id)
  await put(it, taskKey, session, { domain: expertise.domain, lessons: [], used, changedFiles: [] })
}

/**
 * Stores what sessions have shown, in the transaction that completes their task (E2). A task is completed once, so a session teaches once,
 * even if a server is killed at any point. What verify refuses is never learned.
 */
export async function learnFrom(it: Change, taskKey: string, teachers: readonly Teacher[]): Promise<void> {
  for (const teacher of teachers) {
    const { expertise, shown } = teacher
    // Most sessions of simple commands teach nothing. Without a read, the end of their task can share a statement with others (ADR 0034).
    if (expertise === null || shown === null || shown.lessons.length === 0) continue
    await put(it, taskKey, teacher, { domain: expertise.domain, used: [], ...shown })
  }
}

async function put(
  { tx, at }: Change,
  taskKey: string,
  { id, projectId, number, tipCommit, learner }: Omit<Teacher, 'expertise' | 'shown'>,
  { domain, lessons, used, changedFiles }: Omit<Teaching, 'projectId' | 'evidence'>,
): Promise<void> {
  const entries = await tx.expertiseAround(projectId, { domain, ids: used, paths: changedFiles })
  const said = learner === undefined ? {} : { learner }
  const evidence = { sessionId: id, session: number, taskKey, commit: tipCommit, at, ...said }
  const change = learn(entries, { projectId, domain, evidence, lessons, used, changedFiles }, randomUUID)
  if (change.put.length > 0) await tx.putExpertise(change.put)
  if (change.remove.length > 0) await tx.removeExpertise(change.remove)
}
