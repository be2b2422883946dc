import type { RunRecord } from '../domain/records.ts'
import { isRunEnded } from '../domain/statuses.ts'
import { type Change, change, type LifecycleDeps, type OwnerDeps, write } from './change.ts'
import { type DeliveryEnding, deliveryPatch, tellDelivery } from './delivery-ending.ts'

/** S9: a delivery that a person asks for after the run has ended. */

/**
 * R1: stores the request before anything happens, so that the next server continues it.
 * @returns null when the run's status no longer allows it
 */
export function requestDelivery(deps: LifecycleDeps, runId: string): Promise<RunRecord | null> {
  return write(deps, runId, async (it) => {
    const run = await lockEnded(it, runId)
    it.require(run.deliveryRequestedAt === null && run.deliveryStatus !== 'DELIVERED' && run.discardedAt === null)
    return patch(it, run, { deliveryRequestedAt: it.at })
  })
}

/** R1: stores the commit that the base branch is about to move to, before it moves. @returns null when the delivery has already ended */
export function beginRequestedDelivery(deps: OwnerDeps, runId: string, target: string): Promise<RunRecord | null> {
  return change(deps, runId, async (it) => patch(it, await lockRequested(it, runId), { deliveryTarget: target }))
}

/** Stores the outcome exactly once: a second caller finds no delivery in progress. */
export function finishRequestedDelivery(
  deps: OwnerDeps,
  runId: string,
  ending: DeliveryEnding,
): Promise<RunRecord | null> {
  return change(deps, runId, async (it) => {
    const run = await lockRequested(it, runId)
    const over = { deliveryRequestedAt: null, deliveryTarget: null }
    const ended = await patch(it, run, { ...over, ...deliveryPatch(ending, it.at) })
    await tellDelivery(it, run, ending)
    return ended
  })
}

async function lockRequested(it: Change, runId: string): Promise<RunRecord> {
  const run = await lockEnded(it, runId)
  it.require(run.deliveryRequestedAt !== null)
  return run
}

/** The write locks the row, so what is read after it is what the transaction changes. */
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
