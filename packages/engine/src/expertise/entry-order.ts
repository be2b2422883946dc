import type { ExpertiseEntry } from '../domain/expertise.ts'

/** How useful an entry has been: the sessions that showed it, and the sessions that got it. */
export const usefulness = ({ found, uses }: Pick<ExpertiseEntry, 'found' | 'uses'>): number => found + uses

/**
 * Compares entries of a domain: pinned ones first, then the most useful, then the newest. Entries that are equal in all of these are in the
 * order of their keys, so that the order does not depend on which session was recorded first.
 */
export const byUsefulness = (one: ExpertiseEntry, other: ExpertiseEntry): number =>
  Number(other.pinned) - Number(one.pinned) ||
  usefulness(other) - usefulness(one) ||
  other.updatedAt - one.updatedAt ||
  compare(one.firstKey, other.firstKey)

/**
 * Compares entries of a domain by how long they stay: pinned ones first, then those of people, then the most useful. What people wrote stays
 * before what sessions showed (E2).
 */
export const byRightToStay = (one: ExpertiseEntry, other: ExpertiseEntry): number =>
  Number(other.pinned) - Number(one.pinned) ||
  Number(other.origin === 'PERSON') - Number(one.origin === 'PERSON') ||
  byUsefulness(one, other)

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0)
