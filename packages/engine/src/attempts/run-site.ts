import type { RunPlace } from '../domain/attempt-order.ts'
import { runFolder } from '../domain/naming.ts'
import type { Repository } from '../ports/git.ts'
import { RunWorktrees } from '../worktrees/run-worktrees.ts'
import type { AttemptParts } from './attempt-parts.ts'
import { Tripwire } from './tripwire.ts'
import { worktreesFolder } from './worktree-path.ts'

/** The objects that the attempts of one run share on this machine. */
export interface RunSite {
  repository: Repository
  worktrees: RunWorktrees
  tripwire: Tripwire
  /** The folder for copies of what agents changed outside of their work (I2). */
  quarantine: string
}

/** Returns the site of a run. The first call opens it. */
export type OpenSite = () => Promise<RunSite>

export async function openSite(parts: AttemptParts, run: RunPlace): Promise<RunSite> {
  const repository = await parts.git.open(run.repositoryPath, run.trustedPrograms, run.projectId)
  const quarantine = `${parts.quarantineRoot}/${runFolder(run.projectId, run.run)}`
  return {
    repository,
    worktrees: new RunWorktrees(repository, worktreesFolder(parts, run)),
    tripwire: new Tripwire(repository, quarantine),
    quarantine,
  }
}
