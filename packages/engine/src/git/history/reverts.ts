import type { RevertingCommit } from '../../ports/git.ts'
import type { GitExec } from '../exec/git-exec.ts'
import type { GitPlace } from '../exec/git-place.ts'
import { assertObjectId } from '../refs/object-id.ts'
import { mergedRequests, revertsIn } from './merge-requests.ts'
import { type ParsedRevert, parseReverts, REVERT_FORMAT } from './parse-reverts.ts'

const SENTENCES = ['--grep=This reverts commit ', '--grep=This reverts merge request ']

/** Finds the commits whose messages say that they revert other commits. */
export async function reverts(
  git: GitExec,
  place: GitPlace,
  tips: readonly string[],
  since: string | null,
): Promise<RevertingCommit[]> {
  for (const id of since === null ? tips : [...tips, since]) assertObjectId(id)
  const search = ['--fixed-strings', ...SENTENCES, '--topo-order', '--no-show-signature']
  const range = since === null ? tips : [...tips, `^${since}`]
  const args = ['log', '-z', `--format=tformat:${REVERT_FORMAT}`, ...search, ...range, '--']
  const parsed = parseReverts((await git.bytes(place, args)).toString('utf8'))
  return parsed.some(({ requests }) => requests.length > 0) ? withRequests(git, place, range, parsed) : parsed
}

/** Replaces the numbers of merge requests by what their reverts undo. */
async function withRequests(
  git: GitExec,
  place: GitPlace,
  range: readonly string[],
  parsed: readonly ParsedRevert[],
): Promise<RevertingCommit[]> {
  const merged = await mergedRequests(git, place, range)
  const ids = new Set(parsed.map(({ commit }) => commit))
  const found: RevertingCommit[] = []
  for (const { commit, reverted, requests } of parsed) {
    const undone = [...reverted]
    for (const number of requests) {
      const merge = merged.get(number)
      if (merge !== undefined) undone.push(merge, ...(await revertsIn(git, place, merge, ids)))
    }
    if (undone.length > 0) found.push({ commit, reverted: undone })
  }
  return found
}
