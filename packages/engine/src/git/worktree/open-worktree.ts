import type { Worktree } from '../../ports/git.ts'
import { exists } from '../checkout/operation-in-progress.ts'
import type { RepositoryContext } from '../repository-context.ts'
import { adoptLinked } from '../slot/adopt-linked.ts'
import { removePin } from '../slot/pin.ts'
import { unlinkReplaced } from '../slot/unlink-replaced.ts'
import { GitWorktree } from './git-worktree.ts'
import { worktreeContext } from './worktree-context.ts'
import { slotPathOf } from './worktree-entries.ts'
import { readRecord } from './worktree-record.ts'

/**
 * Opens a worktree that was created before a restart. It succeeds even if somebody deleted the folder of the worktree, because the git
 * directory with the agent's commits is beside that folder.
 * @returns null when there is no worktree at `path`
 */
export async function openWorktree(repo: RepositoryContext, path: string): Promise<Worktree | null> {
  const context = worktreeContext(repo, await slotPathOf(path))
  await unlinkReplaced(context)
  await adoptLinked(context)
  if (!(await exists(context.home))) {
    // Somebody may have deleted the whole folder.
    await removePin(repo, context.path)
    return null
  }
  return new GitWorktree(path, context, (await readRecord(context.home))?.branch ?? null)
}
