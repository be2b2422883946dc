import type { GitExec } from '../exec/git-exec.ts'
import type { GitPlace } from '../exec/git-place.ts'
import { assertObjectId } from './object-id.ts'
import { assertRefName } from './ref-name.ts'

/**
 * Returns the bytes on disk of the objects that only this ref holds: those that no other ref, HEAD or worktree reaches. Git
 * frees these bytes some time after the ref is deleted.
 */
export async function bytesOnlyIn(git: GitExec, place: GitPlace, ref: string, commit: string): Promise<number> {
  assertRefName(ref)
  assertObjectId(commit)
  const others = ['--not', `--exclude=${ref}`, '--all']
  return Number((await git.text(place, ['rev-list', '--objects', '--disk-usage', commit, ...others])).trim())
}

/** Returns the time of a commit in ms. */
export async function commitTime(git: GitExec, place: GitPlace, commit: string): Promise<number> {
  assertObjectId(commit)
  return (
    1_000 * Number((await git.text(place, ['log', '-1', '--format=%ct', '--no-show-signature', commit, '--'])).trim())
  )
}
