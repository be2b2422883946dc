import type { DeliveryObstacle, DeliveryPreview } from '../../ports/git.ts'
import { resolveCommit } from '../refs/resolve-commit.ts'
import type { RepositoryContext } from '../repository-context.ts'
import { hiddenEdits } from './hidden-edits.ts'
import { type Checkout, listCheckouts } from './list-checkouts.ts'
import { lockHeld, lockWords } from './locks-held.ts'
import { Move } from './move/move.ts'
import { obstaclesIn, overwritten, placeOf, plain } from './obstacles.ts'
import { exists } from './operation-in-progress.ts'

/**
 * Finds what a delivery to a branch would move, and everything that would prevent the delivery now. It only reads (I2: the checkout is
 * not touched).
 * @param coming the commits to which the delivery may move the branch, as far as they are known
 */
export async function deliveryPreview(
  repo: RepositoryContext,
  branchRef: string,
  coming: readonly string[],
): Promise<DeliveryPreview> {
  const commit = await resolveCommit(repo.git, repo.plumbing, branchRef)
  const checkout = (await listCheckouts(repo)).find(({ branch }) => branch === branchRef)
  const where = { commit, checkout: checkout?.path ?? null }
  if (commit === null) return { ...where, obstacles: [plain('the branch does not exist')] }
  if (!checkout) {
    const lock = await lockHeld({ commonDir: repo.commonDir, branchRef, gitDir: null })
    return { ...where, obstacles: lock === null ? [] : [plain(lockWords(lock))] }
  }
  const interrupted = await interruptedAt(repo, checkout)
  if (interrupted !== null) return { ...where, obstacles: [interrupted] }
  const inTheWay = (await exists(checkout.path)) ? await filesInTheWay(repo, checkout, commit, coming) : []
  return { ...where, obstacles: [...(await obstaclesIn(repo, checkout, branchRef)), ...inTheWay] }
}

/**
 * Returns the obstacle when a delivery to this checkout is in progress or was interrupted. The locks and files in the checkout are then
 * Coppice's own, so this delivery is the only obstacle.
 * @returns null when there is no such delivery
 */
async function interruptedAt(repo: RepositoryContext, { path }: Checkout): Promise<DeliveryObstacle | null> {
  const move = await Move.interrupted(repo)
  if (move?.journal.path !== path) return null
  const help = 'the server ends it, or takes it back when it starts: `coppice serve`'
  return plain(`a delivery to ${path} is in progress or was interrupted`, help)
}

async function filesInTheWay(
  repo: RepositoryContext,
  checkout: Checkout,
  from: string,
  coming: readonly string[],
): Promise<DeliveryObstacle[]> {
  const place = placeOf(repo, checkout)
  const found = await Promise.all(
    coming.flatMap((to) => [overwritten(repo, place, from, to), hiddenEdits(repo, place, from, to)]),
  )
  return found.filter((one) => one !== null)
}
