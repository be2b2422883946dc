import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { LONG_SILENCE_MS } from '../exec/git-exec.ts'
import { moveRef } from '../refs/move-ref.ts'
import { resolveCommit } from '../refs/resolve-commit.ts'
import type { WorktreeContext } from './worktree-context.ts'

/** Settings for a parallel checkout. Measured with 50,000 files on two cores: 5.3 s without these settings, 3.4 s with them. */
const PARALLEL = ['checkout.workers=4', 'checkout.thresholdForParallelism=100']

/** Sets branch, HEAD, index and tracked files to `commit`. Untracked files stay. When `branch` is null, HEAD is detached. */
export async function standAt(worktree: WorktreeContext, commit: string, branch: string | null): Promise<void> {
  if (branch !== null) await forceBranch(worktree, branch, commit)
  await setHead(worktree, commit, branch)
  await checkOut(worktree)
}

async function forceBranch({ repo }: WorktreeContext, branch: string, commit: string): Promise<void> {
  const { git, plumbing, lock } = repo
  const moved = await lock.hold(async () => {
    const current = await resolveCommit(git, plumbing, branch)
    return current === commit || moveRef(git, plumbing, branch, commit, current)
  })
  if (!moved) throw new Error(`${branch} moved while it was being set to ${commit}`)
}

/**
 * Sets HEAD to a branch, or to a commit when `branch` is null. Git fails when it cannot read the old HEAD. Then this writes the file
 * `HEAD` and tries again.
 */
export async function setHead({ repo, place, gitDir }: WorktreeContext, commit: string, branch: string | null) {
  const args = branch === null ? ['update-ref', '--no-deref', 'HEAD', commit] : ['symbolic-ref', 'HEAD', branch]
  if ((await repo.git.run(place, args)).exitCode === 0) return
  await writeFile(join(gitDir, 'HEAD'), `${commit}\n`)
  await repo.git.text(place, args)
}

async function checkOut({ repo, place, gitDir }: WorktreeContext): Promise<void> {
  const fast = { ...place, config: [...(place.config ?? []), ...PARALLEL] }
  const reset = ['reset', '--hard', '--quiet', 'HEAD', '--']
  const options = { silenceMs: LONG_SILENCE_MS }
  if ((await repo.git.run(fast, reset, options)).exitCode === 0) return
  // Git fails when it cannot read the index. Without an index it succeeds, but it writes every file again.
  await rm(join(gitDir, 'index'), { force: true })
  await repo.git.text(fast, reset, options)
}
