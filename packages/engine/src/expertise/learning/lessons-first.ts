import type { ExpertiseEntry } from '../../domain/expertise.ts'
import { byRightToStay, usefulness } from '../entry-order.ts'

/**
 * Returns how entries of a domain are compared when a session teaches it: the lessons of the session stay before learned entries that are
 * more useful. Otherwise a domain whose entries are all useful would learn nothing, because no session has got a new lesson yet. Learned
 * entries that are as useful as a lesson are compared with it as always, so that the order in which sessions teach does not matter.
 *
 * @param shown the ids of the entries that the session shows
 */
export function lessonsFirst(entries: readonly ExpertiseEntry[], shown: ReadonlySet<string>): typeof byRightToStay {
  const rivals = entries.filter(
    ({ id, deletedAt, pinned, origin }) => !shown.has(id) && deletedAt === null && !pinned && origin === 'LEARNED',
  )
  const first = new Set(
    entries.filter(
      (entry) =>
        shown.has(entry.id) &&
        !rivals.some((rival) => usefulness(rival) === usefulness(entry) && byRightToStay(rival, entry) < 0),
    ),
  )
  return (one, other) =>
    isKept(one) || isKept(other)
      ? byRightToStay(one, other)
      : Number(first.has(other)) - Number(first.has(one)) || byRightToStay(one, other)
}

const isKept = ({ pinned, origin }: ExpertiseEntry): boolean => pinned || origin === 'PERSON'
