import type { RunRecord } from '../domain/records.ts'
import { isRunEnded } from '../domain/statuses.ts'
import { type Change, change, type LifecycleDeps } from './change.ts'
import { type DeliveryEnding, deliveryPatch, tellDelivery } from './delivery-ending.ts'

/** A delivery that a person asks for, after the run has ended (S9). */

/** Stored before anything happens, so that the next server goes on with it (R1). Null: the run is in no state for it any more. */
export function requestDelivery(deps: LifecycleDeps, runId: string): Promise<RunRecord | null> {
  return change(deps, runId, async (it) => {
    const run = await lockEnded(it, runId)
    it.require(run.deliveryRequestedAt === null && run.deliveryStatus !== 'DELIVERED' && run.discardedAt === null)
    return patch(it, run, { deliveryRequestedAt: it.at })
  })
}

/** Names the commit that the base branch is about to move to, before it moves (R1). Null: the delivery has ended already. */
export function beginRequestedDelivery(deps: LifecycleDeps, runId: string, target: string): Promise<RunRecord | null> {
  return change(deps, runId, async (it) => patch(it, await lockRequested(it, runId), { deliveryTarget: target }))
}

/** The outcome, exactly once: whoever comes second finds no delivery in progress. */
export function finishRequestedDelivery(
  deps: LifecycleDeps,
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

/** The write takes the row: what is read after it is what the transaction changes. */
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
