import type { Evidence, ExpertiseEntry, Lesson } from '../../domain/expertise.ts'
import type { TaskDomain } from '../../domain/task-domains.ts'
import { beyondCap } from '../apply-cap.ts'
import { entryKey } from '../entry-key.ts'
import { LIMITS } from '../limits.ts'
import { lessonsFirst } from './lessons-first.ts'

/** What an ended session teaches. */
export interface Teaching {
  projectId: string
  domain: TaskDomain
  evidence: Evidence
  /** The lessons of the session. The list is empty when the session did not finish its work. */
  lessons: readonly Lesson[]
  /** The ids of the entries in the prompt of the session. */
  used: readonly string[]
  /** The files that the session changed. The list is empty when the session did not finish its work. */
  changedFiles: readonly string[]
}

/** The entries to store, new ones included, and the ids of the entries to remove. */
export interface ExpertiseChange {
  put: readonly ExpertiseEntry[]
  remove: readonly string[]
}

/**
 * Adds the lessons of an ended session to the entries of a project. A lesson that an entry already contains becomes evidence of this entry.
 * A lesson that a person deleted is not learned again.
 *
 * @param entries all entries of the session's domain, deleted ones included, and the entries of other domains that the session used or
 *   whose files it changed
 * @param newId returns the id of a new entry
 */
export function learn(entries: readonly ExpertiseEntry[], teaching: Teaching, newId: () => string): ExpertiseChange {
  const changed = new Map<string, ExpertiseEntry>()
  const inDomain = entries.filter(({ domain }) => domain === teaching.domain)
  const byKey = new Map(
    [...inDomain].reverse().flatMap((entry) => [
      [entryKey(entry.text), entry.id],
      [entry.firstKey, entry.id],
    ]),
  )
  const now = new Map(entries.map((entry) => [entry.id, entry]))
  const put = (entry: ExpertiseEntry) => {
    changed.set(entry.id, entry)
    now.set(entry.id, entry)
    byKey.set(entry.firstKey, entry.id)
  }
  const shown = new Set<string>()
  for (const lesson of teaching.lessons) {
    const known = now.get(byKey.get(entryKey(lesson.text)) ?? '')
    const entry = known ? shownAgain(known, lesson, teaching.evidence) : newEntry(lesson, teaching, newId())
    if (entry === null || shown.has(entry.id)) continue
    shown.add(entry.id)
    put(entry)
  }
  for (const id of teaching.used) {
    const entry = now.get(id)
    if (entry && entry.deletedAt === null) put({ ...entry, uses: entry.uses + 1 })
  }
  const files = new Set(teaching.changedFiles)
  for (const entry of entries)
    if (!shown.has(entry.id) && entry.deletedAt === null && entry.paths.some((path) => files.has(path)))
      put(doubted(now.get(entry.id) ?? entry))
  const dropped = [...changed.values()].filter(isDropped)
  const left = [...now.values()].filter((entry) => entry.domain === teaching.domain && !dropped.includes(entry))
  const removed = new Set(
    [...dropped, ...beyondCap(left, LIMITS.linesPerDomain, lessonsFirst(left, shown))].map(({ id }) => id),
  )
  return {
    put: [...changed.values()].filter(({ id }) => !removed.has(id)),
    remove: entries.filter(({ id }) => removed.has(id)).map(({ id }) => id),
  }
}

function newEntry(
  { kind, text, paths }: Lesson,
  { projectId, domain, evidence }: Teaching,
  id: string,
): ExpertiseEntry {
  const { at } = evidence
  return {
    ...{ id, projectId, domain, kind, text, firstKey: entryKey(text), paths, evidence: [evidence] },
    ...{ origin: 'LEARNED', pinned: false, found: 1, uses: 0, doubts: 0 },
    ...{ deletedAt: null, createdAt: at, updatedAt: at },
  }
}

/** @returns null when a person deleted the entry */
function shownAgain(entry: ExpertiseEntry, { paths }: Lesson, evidence: Evidence): ExpertiseEntry | null {
  if (entry.deletedAt !== null) return null
  const isKnown = entry.evidence.some(({ sessionId }) => sessionId === evidence.sessionId)
  const all = isKnown ? entry.evidence : [evidence, ...entry.evidence]
  return {
    ...entry,
    paths: [...new Set([...entry.paths, ...paths])],
    evidence: all.toSorted((one, other) => other.session - one.session).slice(0, LIMITS.evidence),
    // A rule and a model may find the same in one session.
    found: entry.found + (isKnown ? 0 : 1),
    doubts: 0,
    updatedAt: Math.max(entry.updatedAt, evidence.at),
  }
}

/** No session can show again what a person wrote in words of their own, so doubts never remove it. */
const isDropped = ({ doubts, pinned, origin }: ExpertiseEntry): boolean =>
  doubts >= LIMITS.droppedFrom && !pinned && origin !== 'PERSON'

const doubted = (entry: ExpertiseEntry): ExpertiseEntry => ({ ...entry, doubts: entry.doubts + 1 })
