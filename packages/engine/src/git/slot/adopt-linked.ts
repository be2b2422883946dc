import { cp, readdir, rm, rmdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { exists } from '../checkout/operation-in-progress.ts'
import { resolveCommit } from '../refs/resolve-commit.ts'
import { openShadow } from '../shadow/shadow.ts'
import type { WorktreeContext } from '../worktree/worktree-context.ts'
import { worktreeEntry } from '../worktree/worktree-entries.ts'
import { RECORD, readRecord } from '../worktree/worktree-record.ts'
import { buildSlot } from './build-slot.ts'
import { writeGitFile } from './git-file.ts'
import { visibleRefs } from './visible-refs.ts'

/** Files in git's folder for a linked worktree (`worktrees/ID`) that a slot does not have, or has with another content. */
const NOT_COPIED = new Set(['gitdir', 'commondir', 'locked', 'config.worktree', RECORD])

/**
 * Makes a slot from a linked worktree that an older version of Coppice left, so that its work can be committed. Its commits are in the user's
 * repository already. Call this only when no process of an attempt uses the worktree (C1). Git's entry is removed last, so an
 * interrupted call can be repeated.
 */
export async function adoptLinked(worktree: WorktreeContext): Promise<void> {
  const { repo, path, home, gitDir } = worktree
  const entry = await worktreeEntry(repo.commonDir, path)
  if (entry === null) return
  const record = await readRecord(entry.gitDir)
  const branch = record?.branch ?? null
  const tip = await resolveCommit(repo.git, repo.plumbing, branch ?? record?.startCommit ?? 'HEAD')
  await openShadow(repo, worktree)
  if (tip !== null) {
    await buildSlot(worktree, await visibleRefs(repo), tip, branch)
    for (const name of (await readdir(entry.gitDir)).filter((one) => !NOT_COPIED.has(one)))
      await cp(join(entry.gitDir, name), join(gitDir, name), { recursive: true, verbatimSymlinks: true })
  }
  if (await exists(path)) await writeGitFile(worktree)
  if (record !== null) await cp(join(entry.gitDir, RECORD), join(home, RECORD))
  await repo.lock.hold(async () => {
    await rm(entry.gitDir, { recursive: true, force: true })
    // Git removes the folder with the last entry too.
    await rmdir(dirname(entry.gitDir)).catch(() => {})
  })
}
