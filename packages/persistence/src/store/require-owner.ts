import { OwnerLost } from '@coppice/engine/domain/owner-lost'
import type { Connection } from './connection.ts'

/** The epoch of a write that is not an owner's. No owner is newer than it. */
export const ANY_EPOCH = 2 ** 31 - 1

/** R6: throws OwnerLost when the run has a newer owner than `epoch`. Call it only after a write found no row. */
export async function requireOwner(db: Connection, runId: string, epoch: number = ANY_EPOCH): Promise<void> {
  const newer = await db.run.findFirst({ where: { id: runId, ownerEpoch: { gt: epoch } }, select: { id: true } })
  if (newer !== null) throw new OwnerLost(runId, epoch)
}
