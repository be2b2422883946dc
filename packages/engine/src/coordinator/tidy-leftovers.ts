import { runFolder } from '../domain/naming.ts'
import type { RunRecord } from '../domain/records.ts'
import { isRunEnded } from '../domain/statuses.ts'
import type { Repository } from '../ports/git.ts'
import type { ExecutionDeps } from './run-context.ts'

/**
 * Removes the worktrees of earlier runs that ended without their repository, or whose agents' work could not be committed then. What
 * they hold is committed to their branches first (D5). `run`: its own worktrees stay.
 */
export async function tidyLeftovers(deps: ExecutionDeps, repository: Repository, run: RunRecord): Promise<void> {
  const paths = await repository.worktreesBelow(`${deps.worktreesRoot}/${run.projectId}`)
  if (paths.length === 0) return
  // A delivery by hand verifies in a worktree of its own.
  const over = (await deps.store.runs(run.projectId)).filter(
    ({ id, status, deliveryRequestedAt }) => id !== run.id && isRunEnded(status) && deliveryRequestedAt === null,
  )
  for (const path of paths) {
    const owner = over.find((earlier) =>
      path.startsWith(`${deps.worktreesRoot}/${runFolder(earlier.projectId, earlier.number)}/`),
    )
    if (owner) await tidy(deps, repository, owner, path)
  }
}

async function tidy(deps: ExecutionDeps, repository: Repository, owner: RunRecord, path: string): Promise<void> {
  try {
    const worktree = await repository.openWorktree(path)
    if (worktree === null) return
    const { copy, link } = owner.settings
    const commit = await worktree.commitAll(`Left by run ${owner.number}\n`, [...copy, ...link])
    await worktree.remove()
    deps.log.info({ runId: owner.id, path, commit }, 'a worktree that was left over is removed')
  } catch (error) {
    deps.log.warn({ runId: owner.id, path, err: error }, 'a worktree that was left over stays')
  }
}
