import { lstat, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { unmergedPaths } from './begin-merge.ts'
import { countConflictMarkers } from './conflict-markers.ts'
import type { WorktreeContext } from './worktree-context.ts'
import { readRecord } from './worktree-record.ts'

/** D4: returns unmerged entries, and files with more conflict markers than either side of the merge had. A fixture may rightly contain some. */
export async function unresolved(worktree: WorktreeContext, among: readonly string[]): Promise<readonly string[]> {
  const paths = new Set(await unmergedPaths(worktree))
  const merging = (await readRecord(worktree.gitDir))?.merging
  const sides = merging ? [merging.ours, merging.theirs] : ['HEAD']
  for (const path of among) if (await hasNewMarkers(worktree, path, sides)) paths.add(path)
  return [...paths]
}

async function hasNewMarkers(worktree: WorktreeContext, path: string, sides: readonly string[]): Promise<boolean> {
  const now = countConflictMarkers(await fileText(join(worktree.path, path)))
  if (now === 0) return false
  const { git } = worktree.repo
  for (const side of sides) {
    const { exitCode, stdout } = await git.run(worktree.place, ['cat-file', 'blob', `${side}:${path}`])
    if (exitCode === 0 && countConflictMarkers(stdout.toString('latin1')) >= now) return false
  }
  return true
}

/** @returns an empty text when the path is no regular file, because a link could lead anywhere */
async function fileText(path: string): Promise<string> {
  try {
    return (await lstat(path)).isFile() ? await readFile(path, 'latin1') : ''
  } catch {
    return ''
  }
}
