import { SlotDrafts } from '../drafts/slot-drafts.ts'
import type { RepositoryContext } from '../repository-context.ts'
import { type SlotFolders, slotFolders } from '../slot/slot-folders.ts'

/**
 * The repository and the folders of one worktree. All operations on the worktree use them. Coppice reads and writes files in the git
 * directory of the agent, and no git of Coppice uses it (I2).
 */
export interface WorktreeContext extends SlotFolders {
  /** The repository. Its git writes new objects to the drafts of this worktree. */
  repo: RepositoryContext
  /** The repository as everybody else has it. A commit that the worktree gets may be a draft of a merge there. */
  shared: RepositoryContext
  drafts: SlotDrafts
  /** The folder of the slot, without symbolic links. */
  slot: string
}

/**
 * @param slot the folder of the slot, without symbolic links
 * @param folders where the parts of the slot are, if an older version of Coppice made them
 */
export function worktreeContext(
  shared: RepositoryContext,
  slot: string,
  folders: SlotFolders = slotFolders(slot),
): WorktreeContext {
  const drafts = new SlotDrafts(folders.home, shared.commonDir)
  const repo = { ...shared, plumbing: { ...shared.plumbing, drafts } }
  return { repo, shared, drafts, slot, ...folders }
}
