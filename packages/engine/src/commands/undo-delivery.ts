import type { RunRecord } from '../domain/records.ts'
import { DeliveryRefused, NotFound } from '../domain/refusals.ts'
import { isRunEnded } from '../domain/statuses.ts'
import { requestUndo } from '../lifecycle/hand-delivery.ts'
import type { CommandDeps } from './command-deps.ts'

/**
 * Requests to undo the delivery of a run. It returns once the request is stored. The outcome is an event of the run.
 *
 * @throws NotFound, or DeliveryRefused when it is already clear that the delivery cannot be undone
 */
export async function undoDelivery(deps: CommandDeps, runId: string): Promise<RunRecord> {
  const run = await deps.store.run(runId)
  if (!run) throw new NotFound('There is no run with this id.')
  const reason = await whyNot(deps, run)
  if (reason !== null) throw new DeliveryRefused(reason)
  const requested = await requestUndo(deps, run.id)
  if (requested === null) {
    // Somebody else changed the run or started another one first.
    const now = (await deps.store.run(run.id)) ?? run
    throw new DeliveryRefused((await whyNot(deps, now)) ?? inProgress(run))
  }
  deps.reach('undo.requested')
  return requested
}

async function whyNot({ store }: CommandDeps, run: RunRecord): Promise<string | null> {
  const { number, baseBranch, deliveryStatus, deliveryReason } = run
  if (!isRunEnded(run.status)) return `Run ${number} is ${run.status}, so there is no delivery to undo.`
  if (deliveryStatus === 'UNDONE') return `The delivery of run ${number} is already undone: ${deliveryReason}.`
  if (run.deliveryRequestedAt !== null) return inProgress(run)
  if (deliveryStatus !== 'DELIVERED')
    return `Run ${number} is not delivered, so there is nothing to undo. To leave its work out of later runs: coppice discard ${number}`
  if (run.deliveryFrom === null) return notMovedByUs(run)
  const active = await store.activeRun(run.projectId)
  if (active === null) return null
  return `Run ${active.number} is active and may build on the work of run ${number} on ${baseBranch}. Wait until run ${active.number} has ended, or cancel it.`
}

function notMovedByUs({ number, baseBranch, deliveryReason }: RunRecord): string {
  const carrier = /^delivered with run (\d+)$/.exec(deliveryReason ?? '')?.[1]
  if (carrier !== undefined)
    return `Run ${number} was delivered with run ${carrier}. To undo both: coppice undo ${carrier}`
  return `Coppice has no record of moving ${baseBranch} for run ${number}: somebody merged the work by hand, or an earlier version of Coppice delivered it. To take the work back, revert its merges on ${baseBranch} with \`git revert\`. Later runs then do its tasks again.`
}

const inProgress = ({ number }: RunRecord): string =>
  `A delivery of run ${number}, or the undoing of one, is in progress. To see its outcome: coppice watch ${number}`
