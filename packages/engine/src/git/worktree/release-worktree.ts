import { setHead } from './switch-to.ts'
import type { WorktreeContext } from './worktree-context.ts'
import { readRecord, removeRecord } from './worktree-record.ts'

/** Detaches HEAD and deletes the record. The files stay, because the next lease of the worktree removes them. */
export async function releaseWorktree(worktree: WorktreeContext): Promise<void> {
  const commit = (await readRecord(worktree.gitDir))?.startCommit
  await removeRecord(worktree.gitDir)
  if (commit) await setHead(worktree, commit, null)
}
