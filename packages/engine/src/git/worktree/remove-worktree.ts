import { rm } from 'node:fs/promises'
import { removeFolder } from './remove-folder.ts'
import type { WorktreeContext } from './worktree-context.ts'

/**
 * Removes the folder outside the lock, because that may take a second, and git's entry under it (I3). It never uses `worktree prune`,
 * which would remove entries of the user's worktrees.
 */
export async function removeWorktree(worktree: WorktreeContext): Promise<void> {
  await removeFolder(worktree.path)
  await dropWorktree(worktree)
}

/** Removes git's entry of a worktree whose folder is gone. */
export function dropWorktree({ repo, path, gitDir }: WorktreeContext): Promise<void> {
  return repo.lock.hold(async () => {
    const args = ['worktree', 'remove', '--force', '--force', '--', path]
    const { exitCode } = await repo.git.run(repo.plumbing, args)
    // If somebody wrote into the entry, git does not know the worktree by this path.
    if (exitCode !== 0) await rm(gitDir, { recursive: true, force: true })
  })
}
