import { copyFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { exists } from '../checkout/operation-in-progress.ts'
import { shareIndex } from '../worktree/check-out.ts'
import type { ShadowedWorktree } from '../worktree/shadowed-worktree.ts'

/** Files in which git stores a merge in progress. */
const OF_A_MERGE = ['MERGE_HEAD', 'MERGE_MSG', 'MERGE_MODE', 'AUTO_MERGE']

/** Copies the merge that Coppice began in the shadow to the agent's git directory: git's files of the operation, and the index. */
export async function passMergeOn(shadow: ShadowedWorktree): Promise<void> {
  const { gitDir, home, index } = shadow
  for (const name of OF_A_MERGE) {
    if (!(await exists(join(home, name)))) continue
    await copyFile(join(home, name), join(gitDir, name))
  }
  await shareIndex(shadow, index)
}

/** Removes what a merge left in the shadow. */
export async function forgetMerge(home: string): Promise<void> {
  for (const name of [...OF_A_MERGE, 'ORIG_HEAD', 'MERGE_RR']) await rm(join(home, name), { force: true })
}
