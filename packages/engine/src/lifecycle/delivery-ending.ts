import type { RunRecord } from '../domain/records.ts'
import type { DeliveryStatus } from '../domain/statuses.ts'
import type { RunPatch } from '../ports/store.ts'
import type { Change } from './change.ts'

export interface DeliveryEnding {
  status: DeliveryStatus
  /** The tip of the base branch after the delivery. It is null when the delivery was refused. */
  commit: string | null
  /** Whether Coppice moved the base branch for this run. Only then can the delivery be undone. */
  moved: boolean
  reason: string | null
}

export const deliveryPatch = ({ status, commit, moved, reason }: DeliveryEnding, at: number): RunPatch => ({
  deliveryStatus: status,
  deliveryCommit: commit,
  deliveryReason: reason,
  deliveryAt: at,
  ...(moved ? {} : { deliveryFrom: null }),
})

/**
 * Emits DeliveryFinished. If the run is delivered, the runs whose work it carried in are marked as delivered too (P5). If the delivery of
 * the run is undone, the runs that were delivered with it are marked as undone too.
 *
 * @param run the run before the ending
 */
export async function emitDelivery(it: Change, run: RunRecord, ending: DeliveryEnding): Promise<void> {
  const { status, commit, reason } = ending
  it.emit({ type: 'DeliveryFinished', data: { deliveryStatus: status, baseCommit: commit, reason } })
  if (status !== 'DELIVERED' && status !== 'UNDONE') return
  for (const id of run.carriedRunIds) {
    const carried = await it.tx.run(id)
    if (carried !== null && sharesEnding(carried, run, status)) await endCarried(it, carried, run, status, commit)
  }
}

/**
 * Returns true when the carried run gets the same delivery status as the run that carried it in. It is false while a person's request for
 * the carried run is in progress: that request finds the outcome in the base branch, and then ends by itself.
 */
function sharesEnding(carried: RunRecord, run: RunRecord, status: 'DELIVERED' | 'UNDONE'): boolean {
  if (carried.deliveryRequestedAt !== null) return false
  if (status === 'DELIVERED') return carried.deliveryStatus === 'PENDING' || carried.deliveryStatus === 'REFUSED'
  return carried.deliveryStatus === 'DELIVERED' && carried.deliveryReason === deliveredWith(run)
}

const deliveredWith = ({ number }: Pick<RunRecord, 'number'>): string => `delivered with run ${number}`

async function endCarried(
  it: Change,
  carried: RunRecord,
  run: RunRecord,
  status: 'DELIVERED' | 'UNDONE',
  commit: string | null,
): Promise<void> {
  const reason = status === 'DELIVERED' ? deliveredWith(run) : `undone with run ${run.number}`
  const patch = deliveryPatch({ status, commit, moved: false, reason }, it.at)
  it.require(await it.tx.updateRun(carried.id, [carried.status], patch))
  const data = { deliveryStatus: status, baseCommit: commit, reason } as const
  await it.tx.appendEvents(carried.id, it.at, [{ type: 'DeliveryFinished', data }])
}
