import type { GitExec } from '../exec/git-exec.ts'
import type { GitPlace } from '../exec/git-place.ts'
import { findObjects } from '../refs/look-up.ts'
import { assertObjectId } from '../refs/object-id.ts'

export async function existingPaths(
  git: GitExec,
  place: GitPlace,
  commit: string,
  paths: readonly string[],
): Promise<string[]> {
  assertObjectId(commit)
  if (paths.some((path) => path.includes('\n'))) throw new Error('a path has a line break')
  if (paths.length === 0) return []
  const found = await findObjects(
    git,
    place,
    paths.map((path) => `${commit}:${path}`),
  )
  return paths.filter((_, index) => found[index]?.type === 'blob').toSorted()
}
