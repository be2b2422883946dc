import type { ExpertiseEntry } from '../../domain/expertise.ts'
import { beyondCap } from '../apply-cap.ts'
import { entryKey } from '../entry-key.ts'
import { byUsefulness } from '../entry-order.ts'
import type { ExpertiseChange } from '../learning/learn.ts'
import { LIMITS } from '../limits.ts'
import type { ReadEntry } from './read-markdown.ts'

/** What an import changes, and how many entries it added, changed, and dropped because the limit of a domain has no room for them. */
export interface AddedEntries extends ExpertiseChange {
  added: number
  changed: number
  /** The number of entries of the file whose text a person has corrected since. They stay as they are. */
  kept: number
  dropped: number
}

/**
 * Adds the entries of a file to those of a project. An entry that the project has already gets the kind, the files and the pin of the file,
 * also when a person had deleted it. An entry whose text a person has corrected stays as it is when the file has its first text, because such a
 * file is older than the correction. Entries that the file does not contain stay, unless a domain then exceeds its limit. Then what people wrote
 * stays before what sessions showed, and in both the entries of the file stay first.
 *
 * @param entries all entries of the project, deleted ones included
 */
export function addEntries(
  entries: readonly ExpertiseEntry[],
  read: readonly ReadEntry[],
  { projectId, at, newId }: { projectId: string; at: number; newId: () => string },
): AddedEntries {
  const now = new Map(entries.map((entry) => [entry.id, entry]))
  const byKey = new Map<string, string>()
  const keyOf = (domain: string, key: string) => `${domain} ${key}`
  // An entry is found by its text before another is found by its first text, and a live one before a deleted one.
  const [live, deleted] = [entries.filter(isLive), entries.filter((entry) => !isLive(entry))]
  for (const group of [deleted, live]) {
    for (const { id, domain, firstKey } of group) byKey.set(keyOf(domain, firstKey), id)
    for (const { id, domain, text } of group) byKey.set(keyOf(domain, entryKey(text)), id)
  }
  const corrected = new Map(
    live.filter(({ text, firstKey }) => entryKey(text) !== firstKey).map(({ id, text }) => [id, entryKey(text)]),
  )
  let kept = 0
  const changed = new Set<string>()
  for (const { domain, kind, text, pinned, paths } of read) {
    const key = keyOf(domain, entryKey(text))
    const known = now.get(byKey.get(key) ?? '')
    const ownKey = known && corrected.get(known.id)
    if (ownKey !== undefined && ownKey !== entryKey(text)) {
      kept += 1
      continue
    }
    const entry: ExpertiseEntry = known
      ? { ...known, kind, text, pinned, paths, doubts: 0, deletedAt: null, updatedAt: at }
      : {
          ...{ id: newId(), projectId, domain, kind, text, firstKey: entryKey(text), paths, evidence: [] },
          ...{ origin: 'PERSON', pinned, found: 0, uses: 0, doubts: 0, deletedAt: null, createdAt: at, updatedAt: at },
        }
    now.set(entry.id, entry)
    byKey.set(key, entry.id)
    changed.add(entry.id)
  }
  const importedFirst = (one: ExpertiseEntry, other: ExpertiseEntry) =>
    Number(other.pinned) - Number(one.pinned) ||
    Number(other.origin === 'PERSON') - Number(one.origin === 'PERSON') ||
    Number(changed.has(other.id)) - Number(changed.has(one.id)) ||
    byUsefulness(one, other)
  const removed = new Set(
    [...Map.groupBy(now.values(), ({ domain }) => domain).values()].flatMap((own) =>
      beyondCap(own, LIMITS.linesPerDomain, importedFirst).map(({ id }) => id),
    ),
  )
  const before = new Set(entries.map(({ id }) => id))
  const put = [...now.values()].filter(({ id }) => changed.has(id) && !removed.has(id))
  const added = put.filter(({ id }) => !before.has(id)).length
  return {
    ...{ put, added, changed: put.length - added, kept, dropped: changed.size - put.length },
    remove: entries.filter(({ id }) => removed.has(id)).map(({ id }) => id),
  }
}

const isLive = ({ deletedAt }: ExpertiseEntry): boolean => deletedAt === null
