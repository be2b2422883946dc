import { shortRef } from '../../../domain/naming.ts'
import type { Forwarded } from '../../../ports/git.ts'
import { isAncestor } from '../../history/is-ancestor.ts'
import { assertObjectId } from '../../refs/object-id.ts'
import { resolveCommit } from '../../refs/resolve-commit.ts'
import type { RepositoryContext } from '../../repository-context.ts'
import { type Checkout, listCheckouts } from '../list-checkouts.ts'
import { missingCheckout, obstaclesIn, obstacleWords, overwritten, placeOf } from '../obstacles.ts'
import { exists } from '../operation-in-progress.ts'
import { refusing } from '../settle-interrupted-delivery.ts'
import { Move } from './move.ts'
import { moveCheckout } from './move-checkout.ts'
import { settleInterruptedMove } from './settle-move.ts'

/** `forward`: to a descendant of the commit of the branch. `back`: to one of its ancestors. */
export type Direction = 'forward' | 'back'

/**
 * Moves a checkout and the branch that it is on from one commit to another, in one step or not at all (D2). The checkout must be clean: it
 * has no changed tracked files, and no untracked or ignored files at paths where the move adds files.
 * @returns the reason when the checkout did not move
 */
export async function moveOnBranch(
  repo: RepositoryContext,
  path: string,
  branchRef: string,
  from: string,
  to: string,
  direction: Direction,
): Promise<Forwarded> {
  assertObjectId(from)
  assertObjectId(to)
  return refusing(path, () =>
    repo.lock.hold(async () => {
      await settleInterruptedMove(repo, repo.reach)
      const on = (await listCheckouts(repo)).filter(({ branch }) => branch === branchRef)
      const checkout = on.find((one) => one.path === path)
      if (!checkout) return refuse(`${path} is not on ${shortRef(branchRef)} any more`)
      if (!(await exists(path))) return refuse(missingCheckout(branchRef, path))
      const other = on.find((one) => one !== checkout)
      if (other) return refuse(alsoAt(branchRef, path, other.path))
      const move = await Move.begin(repo, checkout, branchRef, from, to)
      return moveCheckout(move, () => whyNot(repo, checkout, branchRef, from, to, direction))
    }),
  )
}

const refuse = (reason: string): Forwarded => ({ ok: false, reason })

const alsoAt = (branchRef: string, path: string, other: string): string =>
  `${shortRef(branchRef)} is checked out at ${path} and at ${other}, and only one of them could move; run \`git switch --detach\` in one of them`

async function whyNot(
  repo: RepositoryContext,
  checkout: Checkout,
  branchRef: string,
  from: string,
  to: string,
  direction: Direction,
): Promise<string | null> {
  const { git } = repo
  const { path } = checkout
  const place = placeOf(repo, checkout)
  const [obstacle] = await obstaclesIn(repo, checkout, branchRef, 'locked by us')
  if (obstacle) return obstacleWords(obstacle)
  const head = (await git.run(place, ['symbolic-ref', '--quiet', 'HEAD'])).stdout.toString('utf8').trim()
  if (head !== branchRef) return `${path} is not on ${shortRef(branchRef)} any more`
  if ((await resolveCommit(git, place, 'HEAD')) !== from)
    return `${shortRef(branchRef)} has moved to another commit in the meantime`
  if (direction === 'forward' && !(await isAncestor(git, place, from, to)))
    return `${shortRef(branchRef)} has commits that the run does not contain`
  const inTheWay = await overwritten(repo, place, from, to)
  return inTheWay && obstacleWords(inTheWay)
}
