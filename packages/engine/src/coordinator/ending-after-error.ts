import type { ProjectRecord, RunRecord } from '../domain/records.ts'
import type { DeliveryEnding } from '../lifecycle/delivery-ending.ts'
import { isUndo } from '../lifecycle/hand-delivery.ts'
import { deliveredBefore } from '../merge/deliver.ts'
import type { Git } from '../ports/git.ts'
import type { ExecutionDeps } from './run/run-context.ts'
import { notUndone, undoneByRequest } from './undo-requested.ts'

/**
 * Finds the ending of a request to deliver a run, or to undo its delivery, after an error. The base branch may have moved before the error. So the
 * repository says what has happened, and not the error.
 *
 * @returns null when the repository cannot say it now. The request stays, and the next server begins it again (R1).
 */
export async function endingAfterError(
  { store, log, git }: Pick<ExecutionDeps, 'store' | 'log'> & { git: Git },
  error: Error,
  { id }: RunRecord,
  project: ProjectRecord,
): Promise<DeliveryEnding | null> {
  log.error({ runId: id, err: error }, 'the delivery failed')
  try {
    const run = await store.run(id)
    if (run === null) return null
    return (await movedBefore(git, run, project)) ?? failed(run, error.message)
  } catch (err) {
    log.error({ runId: id, err }, 'whether the base branch has moved is not known; the next server finds it out')
    return null
  }
}

/** @returns the ending when the request has moved the base branch, or null when it has not */
async function movedBefore(git: Git, run: RunRecord, project: ProjectRecord): Promise<DeliveryEnding | null> {
  if (run.deliveryTarget === null) return null
  const repository = await git.open(project.repositoryPath, project.trustedPrograms, project.id)
  await repository.settleInterruptedDelivery()
  if (isUndo(run)) return undoneByRequest(repository, run)
  const commit = await deliveredBefore(repository, run)
  return commit === null ? null : { status: 'DELIVERED', commit, moved: true, reason: null }
}

function failed(run: RunRecord, why: string): DeliveryEnding {
  return isUndo(run)
    ? notUndone(run, `not undone: ${why}. Try again: \`coppice undo ${run.number}\``)
    : refused(`the delivery failed: ${why}. Try again: \`coppice deliver ${run.number}\``)
}

export const refused = (reason: string): DeliveryEnding => ({
  status: 'REFUSED',
  commit: null,
  moved: false,
  reason,
})
