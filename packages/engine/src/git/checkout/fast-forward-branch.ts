import { shortRef } from '../../domain/naming.ts'
import type { Forwarded } from '../../ports/git.ts'
import { firstLine } from '../exec/git-failure.ts'
import { moveRef } from '../refs/move-ref.ts'
import { whyNotCreatable } from '../refs/why-not-creatable.ts'
import type { RepositoryContext } from '../repository-context.ts'
import { checkoutOf } from './checkout-of.ts'
import { hasMoved } from './has-moved.ts'
import { lateGitsHaveWritten } from './late-gits.ts'
import { listCheckouts } from './list-checkouts.ts'
import { lockThatStays, lockWords } from './locks-held.ts'
import { settleInterruptedMove } from './move/settle-move.ts'
import { placeOf } from './obstacles.ts'
import { refusing } from './settle-interrupted-delivery.ts'

/**
 * Moves a branch that is checked out nowhere from `from` to `to` by compare-and-swap. When `from` is null, it creates the branch.
 * @returns the reason when the branch did not move
 */
export async function fastForwardBranch(
  repo: RepositoryContext,
  branchRef: string,
  from: string | null,
  to: string,
): Promise<Forwarded> {
  const { commonDir, lock } = repo
  return refusing(commonDir, () =>
    lock.hold(async () => {
      await settleInterruptedMove(repo, repo.reach)
      const checkout = await checkoutOf(repo, branchRef)
      if (checkout !== null) return refuse(`${shortRef(branchRef)} is checked out at ${checkout} now`)
      const held = await lockThatStays({ commonDir, branchRef, gitDir: null })
      if (held !== null) return refuse(lockWords(held))
      if (from === null) return create(repo, branchRef, to)
      if (!(await move(repo, branchRef, from, to)))
        return refuse(`${shortRef(branchRef)} has moved to another commit in the meantime`)
      repo.reach('branch.moved')
      return (await whyNotFree(repo, branchRef, from, to)) ?? { ok: true }
    }),
  )
}

/** @returns whether the branch has moved @throws when nobody knows whether it has */
async function move(repo: RepositoryContext, branchRef: string, from: string, to: string): Promise<boolean> {
  try {
    if (await moveRef(repo, branchRef, to, from)) return true
  } catch (error) {
    // A git that was killed may have moved the branch before that.
    if (!(await hasMoved(repo, branchRef, from, to))) throw error
    return true
  }
  return hasMoved(repo, branchRef, from, to)
}

async function create(repo: RepositoryContext, branchRef: string, to: string): Promise<Forwarded> {
  const why = await whyNotCreatable(repo.git, repo.users, [branchRef], to)
  if (why !== null) return refuse(`git cannot create the branch ${shortRef(branchRef)} (${firstLine(why)})`)
  if (await moveRef(repo, branchRef, to, null)) return { ok: true }
  return refuse(`somebody created ${shortRef(branchRef)} in the meantime`)
}

const refuse = (reason: string): Forwarded => ({ ok: false, reason })

/**
 * Checks whether somebody checked out the branch at the same moment. `git switch` changes the files first, with the index locked, and then
 * HEAD. If their checkout has the files of `from`, the branch moves back: otherwise their next commit would take the delivered work back.
 */
async function whyNotFree(
  repo: RepositoryContext,
  branchRef: string,
  from: string,
  to: string,
): Promise<Forwarded | null> {
  const { commonDir } = repo
  for (const { gitDir } of await listCheckouts(repo)) await lockThatStays({ commonDir, branchRef, gitDir })
  await lateGitsHaveWritten()
  const checkout = (await listCheckouts(repo)).find(({ branch }) => branch === branchRef)
  if (!checkout) return null
  await lockThatStays({ commonDir, branchRef, gitDir: checkout.gitDir })
  const how = ['diff-index', '--cached', '--quiet', '--ignore-submodules=all', to, '--']
  if ((await repo.git.run(placeOf(repo, checkout), how)).exitCode === 0) return null
  if (!(await moveRef(repo, branchRef, from, to))) return null
  return refuse(`somebody checked out ${shortRef(branchRef)} at ${checkout.path} at the moment of the delivery`)
}
