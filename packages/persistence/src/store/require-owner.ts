import { OwnerLost } from '@coppice/engine/domain/owner-lost'
import type { Connection } from './connection.ts'

/**
 * The epoch of a write that does not come from the owner of a run, such as a command. It is higher than every owner's, so it is never
 * refused.
 */
export const ANY_EPOCH = 2 ** 31 - 1

/** Is called after a write that found no row. @throws OwnerLost when the run has a newer owner than `epoch` (R6) */
export async function requireOwner(db: Connection, runId: string, epoch: number = ANY_EPOCH): Promise<void> {
  const newer = await db.run.findFirst({ where: { id: runId, ownerEpoch: { gt: epoch } }, select: { id: true } })
  if (newer !== null) throw new OwnerLost(runId, epoch)
}
