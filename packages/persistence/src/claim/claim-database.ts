import type { DataFolderRecord } from '@coppice/engine'
import { type Processes, stateOf, thisHolder } from './claim-holder.ts'
import { DatabaseHeld, waitingFor } from './claim-problems.ts'
import { type ClaimRow, readClaim, takeClaim } from './claim-row.ts'
import { type ClaimParts, type KeptClaim, keepClaim, LEASE_MS } from './kept-claim.ts'

export interface ClaimOptions {
  /** The data folder, whose lock this process has. */
  folder: Omit<DataFolderRecord, 'host'>
  processes: Processes
  /** Prints a line for people while the server waits for the claim. */
  tell: (line: string) => void
}

const LOOK_EVERY_MS = 500

/**
 * Takes the claim on the database, so that this server carries out the runs of the database (R6). If the server that has the claim is
 * proven to be dead, this server takes the claim at once. If nobody can tell whether that server is alive, this server waits until the
 * lease runs out.
 *
 * @throws DatabaseHeld when the other server is alive
 */
export async function claimDatabase(parts: ClaimParts, { folder, processes, tell }: ClaimOptions): Promise<KeptClaim> {
  const { prisma, clock, shared } = parts
  const mine = thisHolder(processes, folder)
  let seen: ClaimRow | null = null
  for (;;) {
    const row = await readClaim(prisma)
    // An embedded database is in the data folder, and this process has the lock of that folder. So the server that had the claim is dead.
    const state = row === null ? 'dead' : shared ? stateOf(row.holder, mine, processes) : 'dead'
    const epoch = await takeClaim(prisma, mine, LEASE_MS, state === 'dead' && row ? row.holder.id : null)
    if (epoch !== null) return keepClaim(parts, epoch, mine)
    if (row === null || state === 'dead') continue
    if (state === 'alive' || (seen !== null && isRenewed(seen, row))) throw new DatabaseHeld(row.holder, row.since)
    if (seen === null) tell(waitingFor(row.holder, row.leftMs))
    seen ??= row
    await new Promise<void>((resolve) => clock.after(LOOK_EVERY_MS, resolve))
  }
}

/** Whether the claim was renewed between the two reads, or another server has taken it. In both cases a server is alive. */
const isRenewed = (before: ClaimRow, now: ClaimRow): boolean =>
  before.holder.id !== now.holder.id || before.renewedAt.getTime() !== now.renewedAt.getTime()
