import type { GitPlace } from '../exec/git-place.ts'
import { openShadow } from '../shadow/shadow.ts'
import type { WorktreeContext } from './worktree-context.ts'

/** A worktree and its shadow: the git directory that Coppice's git uses for the worktree in place of the agent's. */
export interface ShadowedWorktree extends WorktreeContext {
  place: GitPlace
  /** The index file of the shadow. */
  index: string
}

export async function shadowed(worktree: WorktreeContext): Promise<ShadowedWorktree> {
  const { place, index } = await openShadow(worktree.repo, worktree)
  return { ...worktree, place, index }
}
