import type { RevertingCommit } from '../../ports/git.ts'
import type { GitExec } from '../exec/git-exec.ts'
import type { GitPlace } from '../exec/git-place.ts'

type Reverted = RevertingCommit['reverted'][number]

const REVERTED = /^This reverts merge request \S*!(\d{1,9})\b/gm
const MERGED = /^See merge request \S*!(\d{1,9})\s*$/m

/** Returns the numbers of the merge requests that a message of GitLab says it reverts. */
export const revertedRequests = (message: string): string[] =>
  [...message.matchAll(REVERTED)].map(([, number = '']) => number)

/**
 * Finds the merges of GitLab's merge requests. GitLab's revert names the number of the request and no commit, and GitLab's merge says
 * `See merge request group/project!12`. A request that was merged without a merge commit is not found.
 *
 * @param range the revisions to search
 * @returns a map from the number to what a revert of the request undoes. The newest merge with a number counts
 */
export async function mergedRequests(
  git: GitExec,
  place: GitPlace,
  range: readonly string[],
): Promise<ReadonlyMap<string, Reverted>> {
  const search = ['--merges', '--fixed-strings', '--grep=See merge request ', '--topo-order', '--no-show-signature']
  const args = ['log', '-z', '--format=tformat:%H%x00%P%x00%B', ...search, ...range, '--']
  const fields = (await git.bytes(place, args)).toString('utf8').split('\0')
  const found = new Map<string, Reverted>()
  for (let at = 0; at + 2 < fields.length; at += 3) {
    const [commit = '', parents = '', message = ''] = fields.slice(at, at + 3)
    const number = MERGED.exec(message)?.[1]
    if (number !== undefined && !found.has(number)) found.set(number, { commit, since: parents.split(' ')[0] ?? null })
  }
  return found
}

/** Returns what a merge request reverted and so brings back when it is reverted itself: the reverts in `ids` that its merge brought. */
export async function revertsIn(
  git: GitExec,
  place: GitPlace,
  { commit, since }: Reverted,
  ids: ReadonlySet<string>,
): Promise<Reverted[]> {
  if (since === null) return []
  const listed = await git.text(place, ['rev-list', commit, `^${since}`, '--'])
  return listed.split('\n').flatMap((id) => (ids.has(id) ? [{ commit: id, since: null }] : []))
}
