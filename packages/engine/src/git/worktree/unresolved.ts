import { lstat, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { headCommit, readSlotState } from '../slot/slot-state.ts'
import { unmergedPaths } from './begin-merge.ts'
import { countConflictMarkers } from './conflict-markers.ts'
import { markerSizes } from './marker-sizes.ts'
import type { WorktreeContext } from './worktree-context.ts'
import { readRecord } from './worktree-record.ts'

/**
 * Finds conflicts that a session left (D4: Coppice checks what the session leaves).
 * @param among the paths to search for conflict markers. A file counts if it has more markers than on each side of the merge, because test
 * data may contain markers.
 * @returns these paths, and all paths that the index marks as unmerged. When git cannot read the index and the agent has not committed,
 * Coppice cannot know which conflicts are resolved. Then it returns all of `among`.
 */
export async function unresolved(worktree: WorktreeContext, among: readonly string[]): Promise<readonly string[]> {
  const merging = (await readRecord(worktree.home))?.merging
  const unmerged = await unmergedPaths(worktree)
  if (unmerged === null && !(await hasCommitted(worktree, merging?.ours ?? null))) return among
  const paths = new Set(unmerged)
  const sides = merging ? [merging.ours, merging.theirs] : []
  const sizes = await markerSizes(worktree, among)
  for (const path of among) if (await hasNewMarkers(worktree, path, sides, sizes.get(path))) paths.add(path)
  return [...paths]
}

/**
 * Git does not commit while the index has unmerged entries. So if the agent has committed, it had marked all conflicts as resolved before.
 */
async function hasCommitted({ gitDir }: WorktreeContext, ours: string | null): Promise<boolean> {
  const head = headCommit(await readSlotState(gitDir))
  return head !== null && ours !== null && head !== ours
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
