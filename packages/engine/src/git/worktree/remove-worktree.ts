import { rm } from 'node:fs/promises'
import { removeShadow } from '../shadow/shadow.ts'
import { removeFolder } from './remove-folder.ts'
import type { WorktreeContext } from './worktree-context.ts'

/**
 * Removes a worktree: its folder, then git's entry. The entry is removed under the repository's lock (I3: one change at a time). The
 * folder is removed without the lock, because that may take a second.
 */
export async function removeWorktree(worktree: WorktreeContext): Promise<void> {
  await removeFolder(worktree.path)
  await removeShadow(worktree.path)
  await dropWorktree(worktree)
}

/** Removes git's entry of a worktree whose folder was removed. `git worktree prune` would also remove entries of the user's worktrees. */
export function dropWorktree({ repo, path, gitDir }: WorktreeContext): Promise<void> {
  return repo.lock.hold(async () => {
    const args = ['worktree', 'remove', '--force', '--force', '--', path]
    const { exitCode } = await repo.git.run(repo.plumbing, args)
    // `git worktree remove` fails when somebody changed the path that git recorded. Git's entry is the folder `gitDir`, so deleting it is enough.
    if (exitCode !== 0) await rm(gitDir, { recursive: true, force: true })
  })
}
