import type { GitExec } from '../exec/git-exec.ts'
import type { GitPlace } from '../exec/git-place.ts'
import { lookUp } from '../refs/look-up.ts'
import { assertObjectId } from '../refs/object-id.ts'

/** @throws GitFailure when there is no such commit */
export async function treeOf(git: GitExec, place: GitPlace, commit: string): Promise<string> {
  assertObjectId(commit)
  const [tree] = await lookUp(git, place, [{ name: commit, type: 'tree' }])
  return tree ?? git.text(place, ['rev-parse', '--verify', '--quiet', `${commit}^{tree}`])
}
