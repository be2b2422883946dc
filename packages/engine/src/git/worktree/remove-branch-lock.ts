import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { RepositoryContext } from '../repository-context.ts'

/** Removes the lock that a killed git may have left for a work branch. Only Coppice changes work branches, one at a time. */
export async function removeBranchLock({ commonDir }: RepositoryContext, branch: string | null): Promise<void> {
  if (branch !== null) await rm(join(commonDir, `${branch}.lock`), { force: true })
}
