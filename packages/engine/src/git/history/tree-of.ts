import type { GitExec } from '../exec/git-exec.ts'
import type { GitPlace } from '../exec/git-place.ts'
import { assertObjectId } from '../refs/object-id.ts'

export function treeOf(git: GitExec, place: GitPlace, commit: string): Promise<string> {
  assertObjectId(commit)
  return git.text(place, ['rev-parse', '--verify', '--quiet', `${commit}^{tree}`])
}
