import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { WorktreeContext } from './worktree-context.ts'

/**
 * Deletes the index of the shadow, so that git reads every file again and writes the objects that are missing. An object may be missing that
 * was in the user's repository without a ref: git did not write it to the drafts, and the user's git has removed it since (D5).
 */
export const forgetIndex = ({ home }: WorktreeContext): Promise<void> => rm(join(home, 'index'), { force: true })
