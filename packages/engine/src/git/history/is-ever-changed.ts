import type { GitExec } from '../exec/git-exec.ts'
import type { GitPlace } from '../exec/git-place.ts'

/**
 * @param range the arguments of `git rev-list` that name the commits
 * @returns whether any of these commits changed one of the paths, also when a later commit changed it back
 */
export async function isEverChanged(
  git: GitExec,
  place: GitPlace,
  range: readonly string[],
  paths: readonly string[],
): Promise<boolean> {
  // `--full-history` also finds a path that a later commit removes again.
  const args = ['rev-list', '--max-count=1', '--full-history', ...range, '--', ...paths]
  return (await git.text(place, args, { env: { GIT_LITERAL_PATHSPECS: '1' } })) !== ''
}
