import { type Clock, systemClock } from '../ports/clock.ts'
import { noFailPoints, type ReachFailPoint } from '../ports/fail-points.ts'
import type { Git } from '../ports/git.ts'
import { assertUsable } from './assert-usable.ts'
import { GitExec } from './exec/git-exec.ts'
import { openRepository } from './open-repository.ts'
import { createRepository } from './repository.ts'

export interface GitOptions {
  /** The server's environment. Git and the programs that it runs see only the variables of an allow-list. */
  env: Readonly<Record<string, string | undefined>>
  /** The folder for the lock files of all repositories. By default, each repository's lock file is in `coppice/` in its git directory. */
  lockDir?: string
  /** The folder of worktrees and of the database. Before a start, its disk must have space. By default, this is not checked. */
  dataFolder?: string
  clock?: Clock
  /** Is called between the steps of a delivery, for crash tests. */
  reach?: ReachFailPoint
}

/** Creates the port by which the engine uses git. */
export function createGit({ env, lockDir, dataFolder, clock = systemClock, reach = noFailPoints }: GitOptions): Git {
  const git = new GitExec(env)
  const options = { lockDir, dataFolder: dataFolder ?? null, clock, reach }
  return {
    open: async (path, trusted = null, projectId) =>
      createRepository(await openRepository(git, path, { ...options, trusted, projectId: projectId ?? null })),
    assertUsable: () => assertUsable(git),
  }
}
