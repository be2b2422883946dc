import { runFolder } from '../domain/naming.ts'
import type { EndedRun } from '../ports/dispatch.ts'
import type { Repository } from '../ports/git.ts'
import type { AttemptParts } from './attempt-parts.ts'

/**
 * Removes the worktrees of runs that ended without their repository, or whose agents' work could not be committed then. What they hold
 * is committed to their branches first (D5).
 */
export async function tidyLeftovers(
  parts: AttemptParts,
  repository: Repository,
  projectId: string,
  ended: readonly EndedRun[],
): Promise<void> {
  const { worktreesRoot } = parts
  for (const path of await repository.worktreesBelow(`${worktreesRoot}/${projectId}`)) {
    const owner = ended.find(({ run }) => path.startsWith(`${worktreesRoot}/${runFolder(projectId, run)}/`))
    if (owner) await tidy(parts, repository, owner, path)
  }
}

async function tidy({ log }: AttemptParts, repository: Repository, owner: EndedRun, path: string): Promise<void> {
  const { runId, run, lent } = owner
  try {
    const worktree = await repository.openWorktree(path)
    if (worktree === null) return
    const commit = await worktree.commitAll(`Left by run ${run}\n`, lent)
    await worktree.remove()
    log.info({ runId, path, commit }, 'a worktree that was left over is removed')
  } catch (error) {
    log.warn({ runId, path, err: error }, 'a worktree that was left over stays')
  }
}
