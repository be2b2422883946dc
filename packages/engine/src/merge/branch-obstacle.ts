import { shortRef } from '../domain/naming.ts'
import type { DeliveryObstacle, Repository } from '../ports/git.ts'

/**
 * Finds what prevents the delivery of a commit to the delivery branch: somebody checked the branch out, or the tip of the branch is not an
 * ancestor of any commit in `coming`, so commits would be lost.
 *
 * @param coming the delivered commit, and other commits that it contains
 * @returns null when nothing prevents it
 */
export async function branchObstacle(
  repository: Repository,
  branch: string,
  coming: readonly string[],
): Promise<DeliveryObstacle | null> {
  const name = shortRef(branch)
  const checkout = await repository.checkoutOf(branch)
  if (checkout !== null)
    return plain(
      `${name} is checked out at ${checkout}`,
      `check out another branch there: \`git -C '${checkout}' switch BRANCH\``,
    )
  const at = await repository.resolve(branch)
  if (at === null) return null
  for (const commit of coming) if (await repository.isAncestor(at, commit)) return null
  return plain(
    `${name} has commits that the delivered work does not contain`,
    `to keep them, rename the branch: \`git branch -m ${name} NEW-NAME\`; otherwise delete it: \`git branch -D ${name}\``,
  )
}

const plain = (what: string, help: string): DeliveryObstacle => ({ what, help, paths: [], totalPaths: 0 })
