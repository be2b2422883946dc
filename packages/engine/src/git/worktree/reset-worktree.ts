import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { LONG_SILENCE_MS } from '../exec/git-exec.ts'
import { assertObjectId } from '../refs/object-id.ts'
import { assertRefName } from '../refs/ref-name.ts'
import { endOperations, removeLocks } from './end-operations.ts'
import { restoreOwnFiles } from './own-files.ts'
import { type ShadowedWorktree, shadowed } from './shadowed-worktree.ts'
import { switchTo } from './switch-to.ts'
import type { WorktreeContext } from './worktree-context.ts'
import { removeRecord, writeRecord } from './worktree-record.ts'

/** State in the worktree's git directory that the next agent must not get: a sparse checkout, a config, and the log of HEAD. */
const OF_THE_LAST_AGENT = ['config.worktree', 'info/sparse-checkout', 'logs/HEAD']

/**
 * Makes a worktree clean at `commit` on `branch` after any earlier attempt. The record of the worktree is deleted first and written last.
 * If the reset is interrupted, the record is missing, and the files do not count as work.
 * @param keepIgnored patterns of ignored files that stay
 */
export async function resetWorktree(
  worktree: WorktreeContext,
  commit: string,
  branch: string | null,
  keepIgnored: readonly string[],
): Promise<void> {
  assertObjectId(commit)
  if (branch !== null) assertRefName(branch)
  await removeRecord(worktree.gitDir)
  await restoreOwnFiles(worktree)
  await removeLocks(worktree, branch)
  await endOperations(worktree)
  for (const name of OF_THE_LAST_AGENT) await rm(join(worktree.gitDir, name), { recursive: true, force: true })
  await switchTo(worktree, commit, branch)
  await clean(await shadowed(worktree), keepIgnored)
  await writeRecord(worktree.gitDir, { branch, startCommit: commit, merging: null, setupLinks: [] })
}

/** Deletes untracked files. The first call deletes those that are not ignored, even if `keepIgnored` matches them. */
async function clean({ repo, place }: ShadowedWorktree, keepIgnored: readonly string[]): Promise<void> {
  const options = { silenceMs: LONG_SILENCE_MS }
  if (keepIgnored.length > 0) await repo.git.text(place, ['clean', '-ffdq'], options)
  const keep = keepIgnored.map((pattern) => `--exclude=${pattern}`)
  await repo.git.text(place, ['clean', '-ffdxq', ...keep], options)
}
