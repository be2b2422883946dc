import { rmdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { removePin } from '../slot/pin.ts'
import { removeFolder } from './remove-folder.ts'
import type { WorktreeContext } from './worktree-context.ts'

/** Removes a worktree: its folder, its two git directories, and then the ref that protects its start commit. */
export async function removeWorktree(worktree: WorktreeContext): Promise<void> {
  await removeParts(worktree)
  await removePin(worktree.shared, worktree.slot)
}

/**
 * The shadow is removed last, because Coppice finds a worktree by its shadow after a crash. The folders around the parts stay when an agent
 * put something else there (D5).
 */
export async function removeParts({ slot, path, gitDir, home }: WorktreeContext): Promise<void> {
  for (const folder of [path, gitDir, `${gitDir}.new`, home]) await removeFolder(folder)
  for (const folder of [slot, dirname(home)]) await rmdir(folder).catch(() => {})
}
