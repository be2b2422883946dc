import { SlotDrafts } from '../drafts/slot-drafts.ts'
import type { RepositoryContext } from '../repository-context.ts'
import { shadowFolder } from '../shadow/shadow.ts'
import { slotGitDir } from '../slot/slot-paths.ts'

/** The repository and the paths of one worktree. All operations on the worktree use them. */
export interface WorktreeContext {
  /** The repository. Its git writes new objects to the drafts of this worktree. */
  repo: RepositoryContext
  /** The repository as everybody else has it. A commit that the worktree gets may be a draft of a merge there. */
  shared: RepositoryContext
  drafts: SlotDrafts
  /** The path without symbolic links. */
  path: string
  /** The git directory of the agent. Coppice reads and writes its files, and no git of Coppice uses it (I2). */
  gitDir: string
  /** The folder of the shadow (Coppice's own git directory and index for this worktree) and of the record of the worktree. */
  home: string
}

/** @param path the path without symbolic links */
export function worktreeContext(shared: RepositoryContext, path: string): WorktreeContext {
  const home = shadowFolder(path)
  const drafts = new SlotDrafts(home, shared.commonDir)
  const repo = { ...shared, plumbing: { ...shared.plumbing, drafts } }
  return { repo, shared, drafts, path, gitDir: slotGitDir(path), home }
}
