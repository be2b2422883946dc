import { lease } from '../slot/lease.ts'
import { assertHasShadow } from './assert-has-shadow.ts'
import { keepCommits } from './keep-commits.ts'
import type { WorktreeContext } from './worktree-context.ts'

/**
 * Makes a worktree clean at `commit` on `branch` after any earlier attempt.
 * @param keepIgnored patterns of ignored files that stay
 */
export async function resetWorktree(
  worktree: WorktreeContext,
  commit: string,
  branch: string | null,
  keepIgnored: readonly string[],
): Promise<void> {
  await assertHasShadow(worktree)
  await keepCommits(worktree)
  await lease(worktree, commit, branch, keepIgnored)
}
