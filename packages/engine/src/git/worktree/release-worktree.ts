import type { WorktreeContext } from './worktree-context.ts'
import { removeRecord } from './worktree-record.ts'

/** Deletes the record. The files stay, because the next lease of the worktree removes them. */
export const releaseWorktree = ({ home }: WorktreeContext): Promise<void> => removeRecord(home)
