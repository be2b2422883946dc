import { GitFailure } from '../exec/git-failure.ts'
import { isAncestor } from '../history/is-ancestor.ts'
import { isObjectId } from '../refs/object-id.ts'
import { resolveCommit } from '../refs/resolve-commit.ts'
import type { RepositoryContext } from '../repository-context.ts'

/**
 * Returns whether a delivery, or the undoing of one, has moved a branch from `from` to `to`. Somebody may have moved the branch since. A branch that
 * moved forward contains `to`, and one that moved back does not contain `from`. If git no longer has `to`, no branch contains it: after a kill
 * before the move, a user has pruned. Then the branch has not moved.
 *
 * @throws when git cannot say. Then nobody knows whether the branch has moved.
 */
export async function hasMoved(
  { git, plumbing }: RepositoryContext,
  branchRef: string,
  from: string,
  to: string,
): Promise<boolean> {
  const args = ['rev-parse', '--verify', '--quiet', `${branchRef}^{commit}`]
  const result = await git.run(plumbing, args)
  const tip = result.stdout.toString('utf8').trim()
  if (result.exitCode === 1) return false
  if (result.exitCode !== 0 || !isObjectId(tip)) throw new GitFailure(args, result)
  if ((await resolveCommit(git, plumbing, to)) === null) return false
  const contains = (commit: string, ancestor: string) => isAncestor(git, plumbing, ancestor, commit)
  return (await contains(to, from)) ? contains(tip, to) : !(await contains(tip, from))
}
