import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { forceRef } from '../refs/move-ref.ts'
import { checkOut } from './check-out.ts'
import type { WorktreeContext } from './worktree-context.ts'

/** Sets branch, HEAD, index and tracked files to `commit`. Untracked files stay. When `branch` is null, HEAD is detached. */
export async function switchTo(worktree: WorktreeContext, commit: string, branch: string | null): Promise<void> {
  if (branch !== null) await forceBranch(worktree, branch, commit)
  await setHead(worktree, commit, branch)
  await checkOut(worktree, commit)
}

async function forceBranch({ repo }: WorktreeContext, branch: string, commit: string): Promise<void> {
  const { git, plumbing, lock } = repo
  await lock.hold(() => forceRef(git, plumbing, branch, commit))
}

/**
 * Sets HEAD to a branch, or to a commit when `branch` is null. It writes the file itself, because git fails when the agent left a HEAD
 * that git cannot read.
 */
export async function setHead({ gitDir }: WorktreeContext, commit: string, branch: string | null): Promise<void> {
  const file = join(gitDir, 'HEAD')
  await rm(file, { recursive: true, force: true })
  await writeFile(file, branch === null ? `${commit}\n` : `ref: ${branch}\n`)
}
