import type { GitExec } from '../exec/git-exec.ts'
import { GitFailure } from '../exec/git-failure.ts'
import type { GitPlace } from '../exec/git-place.ts'
import { assertObjectId } from '../refs/object-id.ts'

/** @returns whether `descendant` contains `ancestor`. A commit counts as its own ancestor. @throws GitFailure when a commit is missing */
export async function isAncestor(
  git: GitExec,
  place: GitPlace,
  ancestor: string,
  descendant: string,
): Promise<boolean> {
  assertObjectId(ancestor)
  assertObjectId(descendant)
  if (ancestor === descendant) return true
  const args = ['merge-base', '--is-ancestor', ancestor, descendant]
  const result = await git.run(place, args)
  if (result.exitCode === 0 || result.exitCode === 1) return result.exitCode === 0
  throw new GitFailure(args, result)
}
