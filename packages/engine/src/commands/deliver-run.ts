import { shortRef } from '../domain/naming.ts'
import type { RunRecord } from '../domain/records.ts'
import { DeliveryRefused, NotFound } from '../domain/refusals.ts'
import { isRunEnded } from '../domain/statuses.ts'
import { requestDelivery } from '../lifecycle/hand-delivery.ts'
import type { CommandDeps } from './command-deps.ts'

/**
 * Requests the delivery of a run that has ended. It returns once the request is stored. The outcome is an event of the run.
 *
 * @throws NotFound, or DeliveryRefused when it is already clear that the delivery cannot happen
 */
export async function deliverRun(deps: CommandDeps, runId: string): Promise<RunRecord> {
  const run = await deps.store.run(runId)
  if (!run) throw new NotFound('There is no run with this id.')
  const reason = await whyNot(deps, run)
  if (reason !== null) throw new DeliveryRefused(reason)
  const requested = await requestDelivery(deps, run.id)
  // Somebody else changed the run first, so the reason is read from the run as it is now.
  if (requested === null) throw new DeliveryRefused((await whyNot(deps, await again(deps, run))) ?? inProgress(run))
  deps.reach('hand-delivery.requested')
  return requested
}

/** Git regards reverted work as merged, so a merge by hand adds nothing until the revert itself is reverted. */
const reverted = ({ deliveryReason }: RunRecord): string =>
  /reverts the work/.test(deliveryReason ?? '') ? ', after a `git revert` of the commit that reverts it' : ''

const again = async ({ store }: CommandDeps, run: RunRecord): Promise<RunRecord> => (await store.run(run.id)) ?? run

async function whyNot({ store }: CommandDeps, run: RunRecord): Promise<string | null> {
  const { number, baseBranch } = run
  if (!isRunEnded(run.status)) return `Run ${number} is ${run.status}. Wait until it has ended, then deliver it.`
  if (run.deliveryStatus === 'DELIVERED') return `Run ${number} is already delivered${how(run)}.`
  if (run.deliveryRequestedAt !== null) return inProgress(run)
  if (run.deliveryStatus === 'UNDONE')
    return `The delivery of run ${number} was undone, so Coppice does not deliver it again. To do its tasks again: coppice run. To take its work as it is, merge ${shortRef(run.branch)} by hand${reverted(run)}.`
  if (run.discardedAt !== null)
    return `Run ${number} is discarded, so there is nothing to deliver. Its branch still exists: merge the branch by hand, or run the tasks again.`
  const tasks = await store.runTasks(run.id)
  if (tasks.some(({ status }) => status === 'COMPLETED')) return null
  return `Run ${number} merged no task, so there is nothing to deliver to ${baseBranch}. To run its tasks again: coppice run`
}

const how = ({ deliveryReason, deliveryCommit, baseBranch }: RunRecord): string =>
  deliveryReason ? `: ${deliveryReason}` : ` to ${baseBranch} (${deliveryCommit?.slice(0, 9)})`

const inProgress = ({ number }: RunRecord): string =>
  `A delivery of run ${number} is already in progress. To see its outcome: coppice watch ${number}`
