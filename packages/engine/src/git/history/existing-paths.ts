import type { GitExec } from '../exec/git-exec.ts'
import type { GitPlace } from '../exec/git-place.ts'
import { assertObjectId } from '../refs/object-id.ts'

export async function existingPaths(
  git: GitExec,
  place: GitPlace,
  commit: string,
  paths: readonly string[],
): Promise<string[]> {
  assertObjectId(commit)
  if (paths.length === 0) return []
  const listed = await git.bytes(place, ['ls-tree', '-r', '-z', '--name-only', '--full-tree', commit, '--', ...paths])
  const known = new Set(paths)
  return listed
    .toString('utf8')
    .split('\0')
    .filter((path) => known.has(path))
}
