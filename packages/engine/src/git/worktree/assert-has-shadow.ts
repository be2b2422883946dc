import { exists } from '../checkout/operation-in-progress.ts'
import type { WorktreeContext } from './worktree-context.ts'

/**
 * Only the shadow records which files in the tree are work. So without the shadow, nothing in the tree may be committed or deleted (D5).
 *
 * @throws when somebody deleted the shadow
 */
export async function assertHasShadow({ home, path }: WorktreeContext): Promise<void> {
  if (!(await exists(home)))
    throw new Error(`somebody deleted ${home}, without which Coppice cannot tell what is work in ${path}`)
}
