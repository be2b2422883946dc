import type { RunRecord } from '../domain/records.ts'
import { DeliveryRefused, NotFound } from '../domain/refusals.ts'
import { isRunEnded } from '../domain/statuses.ts'
import { requestDelivery } from '../lifecycle/hand-delivery.ts'
import type { CommandDeps } from './command-deps.ts'

/** S9: returns when the request is stored. The outcome is an event of the run. Throws DeliveryRefused for a refusal that is known at once. */
export async function deliverRun(deps: CommandDeps, runId: string): Promise<RunRecord> {
  const run = await deps.store.run(runId)
  if (!run) throw new NotFound('There is no such run.')
  const reason = await whyNot(deps, run)
  if (reason !== null) throw new DeliveryRefused(reason)
  const requested = await requestDelivery(deps, run.id)
  // Somebody else was first. The record tells what happened.
  if (requested === null) throw new DeliveryRefused((await whyNot(deps, await again(deps, run))) ?? inProgress(run))
  deps.reach('hand-delivery.requested')
  return requested
}

const again = async ({ store }: CommandDeps, run: RunRecord): Promise<RunRecord> => (await store.run(run.id)) ?? run

async function whyNot({ store }: CommandDeps, run: RunRecord): Promise<string | null> {
  const { number, baseBranch } = run
  if (!isRunEnded(run.status)) return `Run ${number} is ${run.status}. Deliver it when it has ended.`
  if (run.deliveryStatus === 'DELIVERED') return `Run ${number} is already delivered${how(run)}.`
  if (run.deliveryRequestedAt !== null) return inProgress(run)
  if (run.discardedAt !== null)
    return `Run ${number} is discarded, so there is nothing to deliver. Its branch is still there: merge it by hand, or run its tasks again.`
  const tasks = await store.runTasks(run.id)
  if (tasks.some(({ status }) => status === 'COMPLETED')) return null
  return `Run ${number} merged nothing, so ${baseBranch} has nothing to move to.`
}

const how = ({ deliveryReason, deliveryCommit, baseBranch }: RunRecord): string =>
  deliveryReason ? `: ${deliveryReason}` : ` to ${baseBranch} (${deliveryCommit?.slice(0, 9)})`

const inProgress = ({ number }: RunRecord): string =>
  `A delivery of run ${number} is in progress. Its outcome is the next event of the run.`
