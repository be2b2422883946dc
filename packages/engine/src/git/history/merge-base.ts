import type { GitExec } from '../exec/git-exec.ts'
import { GitFailure } from '../exec/git-failure.ts'
import type { GitPlace } from '../exec/git-place.ts'
import { assertObjectId } from '../refs/object-id.ts'

/** @returns the best common ancestor, or null when the histories have no common commit. @throws GitFailure when a commit is missing */
export async function mergeBase(git: GitExec, place: GitPlace, one: string, other: string): Promise<string | null> {
  assertObjectId(one)
  assertObjectId(other)
  const args = ['merge-base', one, other]
  const result = await git.run(place, args)
  if (result.exitCode === 0) return result.stdout.toString('utf8').trim()
  if (result.exitCode === 1 && result.stderr.length === 0) return null
  throw new GitFailure(args, result)
}
