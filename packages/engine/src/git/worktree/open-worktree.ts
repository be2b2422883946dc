import type { Worktree } from '../../ports/git.ts'
import { exists } from '../checkout/operation-in-progress.ts'
import type { RepositoryContext } from '../repository-context.ts'
import { GitWorktree } from './git-worktree.ts'
import { dropWorktree } from './remove-worktree.ts'
import { worktreeContext } from './worktree-context.ts'
import { worktreeEntry } from './worktree-entries.ts'
import { readRecord } from './worktree-record.ts'

/**
 * Opens a worktree that was created before a restart. If its folder no longer exists, git's entry of the worktree is removed.
 * @returns null when git has no entry for `path`, or the folder does not exist
 */
export async function openWorktree(repo: RepositoryContext, path: string): Promise<Worktree | null> {
  const entry = await worktreeEntry(repo.commonDir, path)
  if (entry === null) return null
  const context = worktreeContext(repo, entry)
  if (await exists(path)) return new GitWorktree(path, context, (await readRecord(entry.gitDir))?.branch ?? null)
  await dropWorktree(context)
  return null
}
