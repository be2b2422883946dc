import { lstat, rm } from 'node:fs/promises'
import type { WorktreeContext } from '../worktree/worktree-context.ts'
import { hiddenFolder } from './slot-folders.ts'

/**
 * Removes what an agent put in place of the folders of its worktree, such as a symbolic link to the user's repository. Otherwise Coppice
 * would write through the link (I2). A folder that was replaced counts as deleted. Call this before any other step in the folders, when no
 * process of the agent is alive.
 */
export async function unlinkReplaced({ slot, path, gitDir, home }: WorktreeContext): Promise<void> {
  for (const folder of [slot, hiddenFolder(slot), path, gitDir, home]) {
    const found = await lstat(folder).catch(() => null)
    if (found !== null && !found.isDirectory()) await rm(folder, { force: true })
  }
}
