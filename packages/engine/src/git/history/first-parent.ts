import type { GitExec } from '../exec/git-exec.ts'
import type { GitPlace } from '../exec/git-place.ts'
import { assertObjectId, isObjectId } from '../refs/object-id.ts'

/** @returns the first parent of a commit, or null when the commit has no parents */
export async function firstParent(git: GitExec, place: GitPlace, commit: string): Promise<string | null> {
  assertObjectId(commit)
  const { stdout } = await git.run(place, ['rev-parse', '--verify', '--quiet', `${commit}^1`])
  const id = stdout.toString('utf8').trim()
  return isObjectId(id) ? id : null
}
