import type { ExpertiseEntry } from '../domain/expertise.ts'
import { byRightToStay } from './entry-order.ts'
import { LIMITS } from './limits.ts'

/**
 * Returns the entries of one domain that are too many (E2): the least useful first, and of equally useful ones the oldest. Entries of
 * people go after all others. A pinned entry stays, even when all pinned entries together exceed the limit.
 *
 * @param order compares entries, those that stay longest first
 */
export function beyondCap(
  entries: readonly ExpertiseEntry[],
  lines: number = LIMITS.linesPerDomain,
  order: (one: ExpertiseEntry, other: ExpertiseEntry) => number = byRightToStay,
): ExpertiseEntry[] {
  const live = entries.filter(({ deletedAt }) => deletedAt === null)
  let total = live.reduce((sum, { text }) => sum + linesOf(text), 0)
  const beyond: ExpertiseEntry[] = []
  for (const entry of total > lines ? live.toSorted(order).reverse() : []) {
    if (total <= lines || entry.pinned) break
    beyond.push(entry)
    total -= linesOf(entry.text)
  }
  return beyond
}

const linesOf = (text: string): number => text.split('\n').length
