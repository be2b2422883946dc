import { lstat, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { unmergedPaths } from './begin-merge.ts'
import { countConflictMarkers } from './conflict-markers.ts'
import { markerSizes } from './marker-sizes.ts'
import type { WorktreeContext } from './worktree-context.ts'
import { readRecord } from './worktree-record.ts'

/**
 * Finds conflicts that a session left (D4: Coppice checks what the session leaves).
 * @param among the paths to search for conflict markers. A file counts if it has more markers than on each side of the merge, because
 * test data may contain markers.
 * @returns these paths, and all paths that the index marks as unmerged
 */
export async function unresolved(worktree: WorktreeContext, among: readonly string[]): Promise<readonly string[]> {
  const paths = new Set(await unmergedPaths(worktree))
  const merging = (await readRecord(worktree.home))?.merging
  const sides = merging ? [merging.ours, merging.theirs] : []
  const sizes = await markerSizes(worktree, among)
  for (const path of among) if (await hasNewMarkers(worktree, path, sides, sizes.get(path))) paths.add(path)
  return [...paths]
}

async function hasNewMarkers(
  worktree: WorktreeContext,
  path: string,
  sides: readonly string[],
  size: number | undefined,
): Promise<boolean> {
  const now = countConflictMarkers(await fileText(join(worktree.path, path)), size)
  if (now === 0) return false
  const { git, plumbing } = worktree.repo
  for (const side of sides) {
    const { exitCode, stdout } = await git.run(plumbing, ['cat-file', 'blob', `${side}:${path}`])
    if (exitCode === 0 && countConflictMarkers(stdout.toString('latin1'), size) >= now) return false
  }
  return true
}

/** @returns the text of a file, or an empty text when the path is not a regular file. A link is not followed: it could lead anywhere. */
async function fileText(path: string): Promise<string> {
  try {
    return (await lstat(path)).isFile() ? await readFile(path, 'latin1') : ''
  } catch {
    return ''
  }
}
