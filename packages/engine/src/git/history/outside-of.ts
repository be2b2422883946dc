import type { GitExec } from '../exec/git-exec.ts'
import { LONG_SILENCE_MS } from '../exec/git-exec.ts'
import type { GitPlace } from '../exec/git-place.ts'
import { parseParents } from './parse-parents.ts'

/**
 * Returns the commits that `tip` does not contain. A commit is left out if another of the commits contains it. The function starts one git
 * process, for any number of commits.
 */
export async function outsideOf(
  git: GitExec,
  place: GitPlace,
  commits: readonly string[],
  tip: string,
): Promise<string[]> {
  if (commits.length === 0) return []
  const input = [...commits, `^${tip}`, ''].join('\n')
  const listed = await git.text(place, ['rev-list', '--parents', '--stdin'], { input, silenceMs: LONG_SILENCE_MS })
  const heads = new Set(parseParents(listed).heads)
  return commits.filter((one) => heads.has(one))
}
