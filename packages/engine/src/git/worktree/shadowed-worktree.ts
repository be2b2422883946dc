import { openShadow } from '../shadow/shadow.ts'
import type { WorktreeContext } from './worktree-context.ts'

/** A worktree whose `place` is its shadow. `gitDir` is still the git directory that the agent uses. */
export interface ShadowedWorktree extends WorktreeContext {
  /** The index file of the shadow. */
  index: string
}

export async function shadowed(worktree: WorktreeContext): Promise<ShadowedWorktree> {
  const { place, index } = await openShadow(worktree.repo, worktree.path)
  return { ...worktree, place, index }
}
