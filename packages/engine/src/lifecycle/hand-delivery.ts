import type { RunRecord } from '../domain/records.ts'
import { isRunEnded } from '../domain/statuses.ts'
import { type Change, change, type LifecycleDeps, type OwnerDeps, write } from './change.ts'
import { type DeliveryEnding, deliveryPatch, emitDelivery } from './delivery-ending.ts'

/**
 * Stores a person's request to deliver a run that has ended. It is stored before anything happens, so that the next server can
 * continue the delivery (R1).
 *
 * @returns null when the run is active, delivered, undone or discarded, or when its delivery is already in progress
 */
export function requestDelivery(deps: LifecycleDeps, runId: string): Promise<RunRecord | null> {
  return write(deps, runId, async (it) => {
    const run = await lockEnded(it, runId)
    const isDue = run.deliveryStatus === 'PENDING' || run.deliveryStatus === 'REFUSED'
    it.require(run.deliveryRequestedAt === null && isDue && run.discardedAt === null)
    return patch(it, run, { deliveryRequestedAt: it.at })
  })
}

/**
 * Stores a person's request to undo the delivery of a run, before anything happens (R1).
 *
 * @returns null when the run is not delivered, when the project has an active run, or when a request for this run is already in progress
 */
export function requestUndo(deps: LifecycleDeps, runId: string): Promise<RunRecord | null> {
  return write(deps, runId, async (it) => {
    const run = await lockEnded(it, runId)
    it.require(run.deliveryRequestedAt === null && run.deliveryStatus === 'DELIVERED')
    it.require((await it.tx.activeRun(run.projectId)) === null)
    return patch(it, run, { deliveryRequestedAt: it.at })
  })
}

/** Returns true when the request in progress is to undo the delivery. It is for a DELIVERED run: such a run is not delivered again. */
export const isUndo = ({ deliveryStatus }: Pick<RunRecord, 'deliveryStatus'>): boolean => deliveryStatus === 'DELIVERED'

/**
 * Stores the commits to which and from which the base branch is about to move (R1).
 *
 * @returns null when the delivery has already ended
 */
export function beginRequestedDelivery(
  deps: OwnerDeps,
  runId: string,
  target: string,
  from: string,
): Promise<RunRecord | null> {
  const values = { deliveryTarget: target, deliveryFrom: from }
  return change(deps, runId, async (it) => patch(it, await lockRequested(it, runId), values))
}

/**
 * Stores the commit to which the base branch is about to move to undo a delivery (R1).
 *
 * @returns null when a run of the project is active: it may start from the work that is about to be taken back
 */
export function beginRequestedUndo(deps: OwnerDeps, runId: string, target: string): Promise<RunRecord | null> {
  return change(deps, runId, async (it) => {
    const run = await lockRequested(it, runId)
    it.require((await it.tx.activeRun(run.projectId)) === null)
    return patch(it, run, { deliveryTarget: target })
  })
}

/** Stores the outcome of the request, exactly once. @returns null when the request has already ended */
export function finishRequestedDelivery(
  deps: OwnerDeps,
  runId: string,
  ending: DeliveryEnding,
): Promise<RunRecord | null> {
  return change(deps, runId, async (it) => {
    const run = await lockRequested(it, runId)
    const over = { deliveryRequestedAt: null, deliveryTarget: null }
    // A refused request to undo changes only the reason: the run is delivered as before.
    const values =
      isUndo(run) && isUndo({ deliveryStatus: ending.status })
        ? { deliveryReason: ending.reason }
        : deliveryPatch(ending, it.at)
    const ended = await patch(it, run, { ...over, ...values })
    await emitDelivery(it, run, ending)
    return ended
  })
}

async function lockRequested(it: Change, runId: string): Promise<RunRecord> {
  const run = await lockEnded(it, runId)
  it.require(run.deliveryRequestedAt !== null)
  return run
}

/** Locks the run's row by a write. The run that is read after it cannot change until the transaction ends. */
async function lockEnded(it: Change, runId: string): Promise<RunRecord> {
  const status = (await it.tx.run(runId))?.status ?? 'RUNNING'
  it.require(isRunEnded(status))
  it.require(await it.tx.updateRun(runId, [status], { status }))
  return (await it.tx.run(runId)) as RunRecord
}

async function patch(it: Change, run: RunRecord, values: Parameters<Change['tx']['updateRun']>[2]): Promise<RunRecord> {
  it.require(await it.tx.updateRun(run.id, [run.status], values))
  return { ...run, ...values }
}
