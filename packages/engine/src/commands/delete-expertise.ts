import type { ExpertiseEntry } from '../domain/expertise.ts'
import type { CommandDeps } from './command-deps.ts'
import { expertiseEntryOf } from './expertise-entry-of.ts'

/** Deletes an entry of a project's expertise. Its record stays, so that sessions do not learn it again. */
export function deleteExpertise({ store, clock }: CommandDeps, entryId: string): Promise<ExpertiseEntry> {
  return store.transaction(async (tx) => {
    const entry = { ...(await expertiseEntryOf(tx, entryId)), deletedAt: clock.now() }
    await tx.putExpertise([entry])
    return entry
  })
}
