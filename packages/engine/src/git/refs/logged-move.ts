import type { GitExec } from '../exec/git-exec.ts'
import type { GitPlace } from '../exec/git-place.ts'
import { assertRefName } from './ref-name.ts'

/** @returns whether the log of a ref has a move from one commit to another. It is false when the ref has no log. */
export async function hasLoggedMove(
  git: GitExec,
  place: GitPlace,
  ref: string,
  from: string,
  to: string,
): Promise<boolean> {
  assertRefName(ref)
  const log = await git.run(place, ['log', '--walk-reflogs', '--format=%H', ref, '--'])
  const newestFirst = log.stdout.toString('utf8').split('\n')
  return newestFirst.some((commit, index) => commit === to && newestFirst[index + 1] === from)
}
