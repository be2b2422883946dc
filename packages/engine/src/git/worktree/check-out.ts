import { copyFile, rm, stat, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { LONG_SILENCE_MS } from '../exec/git-exec.ts'
import { shadowed } from './shadowed-worktree.ts'
import type { WorktreeContext } from './worktree-context.ts'

/** Settings for a parallel checkout. Measured with 50,000 files on two cores: 5.3 s without these settings, 3.4 s with them. */
const PARALLEL = ['checkout.workers=4', 'checkout.thresholdForParallelism=100']

/** Makes the tracked files equal to `commit`, and copies the resulting index to the agent's. Untracked files stay. */
export async function checkOut(worktree: WorktreeContext, commit: string): Promise<void> {
  const shadow = await shadowed(worktree)
  // In a partial clone, git may fetch objects here. They stay in the user's repository, so that git fetches them once.
  const env = { GIT_OBJECT_DIRECTORY: join(worktree.repo.commonDir, 'objects') }
  const fast = { ...shadow.place, env, config: [...(shadow.place.config ?? []), ...PARALLEL] }
  const reset = ['read-tree', '--reset', '-u', commit]
  const options = { silenceMs: LONG_SILENCE_MS }
  if ((await worktree.repo.git.run(fast, reset, options)).exitCode !== 0) {
    // Git fails when it cannot read the index. Without an index it succeeds, but it writes every file again.
    await rm(shadow.index, { force: true })
    await worktree.repo.git.text(fast, reset, options)
  }
  await shareIndex(worktree, shadow.index)
}

/** Replaces the agent's index with a copy of the shadow's. Then `git status` of the agent is clean and need not read the files. */
export async function shareIndex({ gitDir }: WorktreeContext, index: string): Promise<void> {
  const copy = join(gitDir, 'index')
  await rm(copy, { recursive: true, force: true })
  await copyFile(index, copy)
  // Git reads a file again when it is newer than the index, so the copy gets the time of the original.
  const { atime, mtime } = await stat(index)
  await utimes(copy, atime, mtime)
}
