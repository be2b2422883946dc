import { shadowed } from './shadowed-worktree.ts'
import type { WorktreeContext } from './worktree-context.ts'

const ATTRIBUTE = 'conflict-marker-size'

/** Returns the lengths of conflict markers that the attributes of the worktree set, by path. Most paths have none. */
export async function markerSizes(
  worktree: WorktreeContext,
  paths: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  if (paths.length === 0) return new Map()
  const input = paths.map((path) => `${path}\0`).join('')
  const { repo, place } = await shadowed(worktree)
  const output = await repo.git.bytes(place, ['check-attr', '-z', '--stdin', ATTRIBUTE], { input })
  return parseMarkerSizes(output.toString('utf8'))
}

/** Parses the output of `git check-attr -z`: path NUL attribute NUL value NUL. A value such as `unspecified` is left out. */
export function parseMarkerSizes(stdout: string): Map<string, number> {
  const parts = stdout.split('\0')
  const sizes = new Map<string, number>()
  for (let at = 0; at + 2 < parts.length; at += 3) {
    const size = Number(parts[at + 2])
    if (Number.isSafeInteger(size) && size > 0) sizes.set(parts[at] ?? '', size)
  }
  return sizes
}
