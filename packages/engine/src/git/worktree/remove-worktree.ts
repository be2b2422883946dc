import { rm } from 'node:fs/promises'
import { removeFolder } from './remove-folder.ts'
import type { WorktreeContext } from './worktree-context.ts'

/** The folder outside the lock, which may take a second; git's entry under it (I3). Never `worktree prune`: it would take the user's own. */
export async function removeWorktree(worktree: WorktreeContext): Promise<void> {
  await removeFolder(worktree.path)
  await dropWorktree(worktree)
}

/** Git's entry of a worktree whose folder is gone. */
export function dropWorktree({ repo, path, gitDir }: WorktreeContext): Promise<void> {
  return repo.lock.hold(async () => {
    const args = ['worktree', 'remove', '--force', '--force', '--', path]
    const { exitCode } = await repo.git.run(repo.plumbing, args)
    // Git does not know it by this path when somebody wrote into its entry.
    if (exitCode !== 0) await rm(gitDir, { recursive: true, force: true })
  })
}
