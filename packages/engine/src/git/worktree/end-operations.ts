import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { WorktreeContext } from './worktree-context.ts'

/** Lock files that a killed git may have left. Coppice may remove them, because no process of the attempt is alive (C1). */
const LOCKS = ['index.lock', 'HEAD.lock', 'config.worktree.lock']
/** Files and folders in which git stores an unfinished operation. */
const OPERATIONS = [
  'MERGE_HEAD',
  'MERGE_MSG',
  'MERGE_MODE',
  'MERGE_RR',
  'AUTO_MERGE',
  'SQUASH_MSG',
  'CHERRY_PICK_HEAD',
  'REVERT_HEAD',
  'REBASE_HEAD',
  'rebase-merge',
  'rebase-apply',
  'sequencer',
  'BISECT_LOG',
  'BISECT_START',
  'BISECT_TERMS',
  'BISECT_NAMES',
  'BISECT_RUN',
  'BISECT_EXPECTED_REV',
  'BISECT_ANCESTORS_OK',
  'BISECT_FIRST_PARENT',
]

export async function removeLocks({ repo, gitDir }: WorktreeContext, branch: string | null): Promise<void> {
  for (const name of LOCKS) await rm(join(gitDir, name), { force: true })
  if (branch !== null) await rm(join(repo.commonDir, `${branch}.lock`), { force: true })
}

/** Ends merges, rebases and similar operations without moving HEAD or files. */
export async function endOperations({ gitDir }: WorktreeContext): Promise<void> {
  for (const name of OPERATIONS) await rm(join(gitDir, name), { recursive: true, force: true })
}
