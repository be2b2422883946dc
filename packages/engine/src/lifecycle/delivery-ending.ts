import type { RunRecord } from '../domain/records.ts'
import type { DeliveryStatus } from '../domain/statuses.ts'
import type { RunPatch } from '../ports/store.ts'
import type { Change } from './change.ts'

export interface DeliveryEnding {
  status: DeliveryStatus
  /** The tip of the base branch after the delivery. It is null when the delivery was refused. */
  commit: string | null
  reason: string | null
}

export const deliveryPatch = ({ status, commit, reason }: DeliveryEnding, at: number): RunPatch => ({
  deliveryStatus: status,
  deliveryCommit: commit,
  deliveryReason: reason,
  deliveryAt: at,
})

/** Emits DeliveryFinished. If the run is delivered, the runs whose work it carried in are marked as delivered too (P5). */
export async function emitDelivery(it: Change, run: RunRecord, ending: DeliveryEnding): Promise<void> {
  const { status, commit, reason } = ending
  it.emit({ type: 'DeliveryFinished', data: { deliveryStatus: status, baseCommit: commit, reason } })
  if (status !== 'DELIVERED') return
  for (const id of run.carriedRunIds) await deliveredWith(it, id, run, commit)
}

async function deliveredWith(it: Change, id: string, { number }: RunRecord, commit: string | null): Promise<void> {
  const carried = await it.tx.run(id)
  // If a person's delivery of the carried run is in progress, that delivery ends by itself: it finds the work in the base branch.
  if (carried === null || carried.deliveryStatus === 'DELIVERED' || carried.deliveryRequestedAt !== null) return
  const reason = `delivered with run ${number}`
  const patch = deliveryPatch({ status: 'DELIVERED', commit, reason }, it.at)
  it.require(await it.tx.updateRun(id, [carried.status], patch))
  const data = { deliveryStatus: 'DELIVERED', baseCommit: commit, reason } as const
  await it.tx.appendEvents(id, it.at, [{ type: 'DeliveryFinished', data }])
}
