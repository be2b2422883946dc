import type { GitExec } from '../exec/git-exec.ts'
import type { GitPlace } from '../exec/git-place.ts'
import { assertObjectId } from '../refs/object-id.ts'

export async function subjects(
  git: GitExec,
  place: GitPlace,
  since: string,
  tip: string,
  limit: number,
): Promise<string[]> {
  assertObjectId(since)
  assertObjectId(tip)
  const how = ['--no-merges', '--reverse', `--max-count=${limit}`, '--no-show-signature', '--topo-order']
  const logged = await git.bytes(place, ['log', '-z', '--format=tformat:%s', ...how, tip, `^${since}`, '--'])
  return logged.toString('utf8').split('\0').slice(0, -1)
}
