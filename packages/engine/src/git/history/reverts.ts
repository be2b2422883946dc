import type { RevertingCommit } from '../../ports/git.ts'
import type { GitExec } from '../exec/git-exec.ts'
import type { GitPlace } from '../exec/git-place.ts'
import { assertObjectId } from '../refs/object-id.ts'
import { parseReverts, REVERT_FORMAT } from './parse-reverts.ts'

/** Finds the commits whose messages say that they revert other commits. */
export async function reverts(
  git: GitExec,
  place: GitPlace,
  tips: readonly string[],
  since: string | null,
): Promise<RevertingCommit[]> {
  for (const id of since === null ? tips : [...tips, since]) assertObjectId(id)
  const search = ['--fixed-strings', '--grep=This reverts commit ', '--topo-order', '--no-show-signature']
  const range = since === null ? tips : [...tips, `^${since}`]
  const args = ['log', '-z', `--format=tformat:${REVERT_FORMAT}`, ...search, ...range, '--']
  return parseReverts((await git.bytes(place, args)).toString('utf8'))
}
