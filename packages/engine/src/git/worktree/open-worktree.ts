import { treeOfSlot } from '../../domain/naming.ts'
import type { Worktree } from '../../ports/git.ts'
import { exists } from '../checkout/operation-in-progress.ts'
import type { RepositoryContext } from '../repository-context.ts'
import { adoptOlder } from '../slot/adopt-older.ts'
import { removePin } from '../slot/pin.ts'
import { unlinkReplaced } from '../slot/unlink-replaced.ts'
import { GitWorktree } from './git-worktree.ts'
import { worktreeContext } from './worktree-context.ts'
import { slotPathOf } from './worktree-entries.ts'
import { readRecord } from './worktree-record.ts'

/**
 * Opens a worktree that was created before a restart. It succeeds even if somebody deleted the folder of the worktree, because the git
 * directory with the agent's commits is in another folder.
 * @returns null when there is no worktree in `slot`
 */
export async function openWorktree(repo: RepositoryContext, slot: string): Promise<Worktree | null> {
  const context = worktreeContext(repo, await slotPathOf(slot))
  await adoptOlder(context)
  await unlinkReplaced(context)
  if (!(await exists(context.home))) {
    // Somebody may have deleted the whole folder.
    await removePin(repo, context.slot)
    return null
  }
  return new GitWorktree(treeOfSlot(slot), context, (await readRecord(context.home))?.branch ?? null)
}
