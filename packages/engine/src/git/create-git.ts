import { type Clock, systemClock } from '../ports/clock.ts'
import type { Git } from '../ports/git.ts'
import { assertUsable } from './assert-usable.ts'
import { GitExec } from './exec/git-exec.ts'
import { openRepository } from './open-repository.ts'
import { createRepository } from './repository.ts'

export interface GitOptions {
  /** The server's environment. Git and its filters see only the allow-listed part. */
  env: Readonly<Record<string, string | undefined>>
  /** The folder for the lock files of repositories. The default is `coppice/` in each repository's git directory. */
  lockDir?: string
  clock?: Clock
}

/** The engine's only door to git. */
export function createGit({ env, lockDir, clock = systemClock }: GitOptions): Git {
  const git = new GitExec(env)
  return {
    open: async (path, trusted = null) =>
      createRepository(await openRepository(git, path, { lockDir, clock, trusted })),
    assertUsable: () => assertUsable(git),
  }
}
