import type { Worktree } from '../../ports/git.ts'
import { exists } from '../checkout/operation-in-progress.ts'
import type { RepositoryContext } from '../repository-context.ts'
import { GitWorktree } from './git-worktree.ts'
import { dropWorktree } from './remove-worktree.ts'
import { worktreeContext } from './worktree-context.ts'
import { gitDirOf } from './worktree-entries.ts'
import { readRecord } from './worktree-record.ts'

/** Null where git knows no worktree at `path`, or its folder is gone; then git's entry goes too. */
export async function openWorktree(repo: RepositoryContext, path: string): Promise<Worktree | null> {
  const gitDir = await gitDirOf(repo.commonDir, path)
  if (gitDir === null) return null
  const context = worktreeContext(repo, path, gitDir)
  if (await exists(path)) return new GitWorktree(context, (await readRecord(gitDir))?.branch ?? null)
  await dropWorktree(context)
  return null
}
