import type { ExpertiseEntry } from '../domain/expertise.ts'
import { NotFound } from '../domain/refusals.ts'
import type { StoreReads } from '../ports/store.ts'

/** @throws NotFound when there is no such entry, or a person has deleted it */
export async function expertiseEntryOf(reads: Pick<StoreReads, 'expertiseEntry'>, id: string): Promise<ExpertiseEntry> {
  const entry = await reads.expertiseEntry(id)
  if (entry === null || entry.deletedAt !== null)
    throw new NotFound(
      'There is no entry with this id. It may have been deleted, or its files may have changed too much.',
    )
  return entry
}
