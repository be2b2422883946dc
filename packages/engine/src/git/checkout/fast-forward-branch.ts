import { shortRef } from '../../domain/naming.ts'
import type { Forwarded } from '../../ports/git.ts'
import { GitFailure } from '../exec/git-failure.ts'
import { moveRef } from '../refs/move-ref.ts'
import type { RepositoryContext } from '../repository-context.ts'
import { checkoutOf } from './checkout-of.ts'
import { lockThatStays, lockWords } from './locks-held.ts'

/**
 * Moves a branch that is checked out nowhere from `from` to `to` by compare-and-swap.
 * @returns the reason when the branch did not move
 */
export async function fastForwardBranch(
  repo: RepositoryContext,
  branchRef: string,
  from: string,
  to: string,
): Promise<Forwarded> {
  const { git, plumbing, commonDir, lock } = repo
  return lock.hold(async () => {
    const checkout = await checkoutOf(repo, branchRef)
    if (checkout !== null) return { ok: false, reason: `${shortRef(branchRef)} is checked out at ${checkout} now` }
    const held = await lockThatStays({ commonDir, branchRef, gitDir: null })
    if (held !== null) return { ok: false, reason: lockWords(held) }
    try {
      if (await moveRef(git, plumbing, branchRef, to, from)) return { ok: true }
      return { ok: false, reason: `${shortRef(branchRef)} has moved to another commit in the meantime` }
    } catch (error) {
      if (error instanceof GitFailure)
        return { ok: false, reason: `git did not move ${shortRef(branchRef)}: ${error.message}` }
      throw error
    }
  })
}
