import type { DataFolderRecord } from '@coppice/engine'
import { type Processes, stateOf, thisHolder } from './claim-holder.ts'
import { DatabaseHeld, waitingFor } from './claim-problems.ts'
import { type ClaimRow, readClaim, takeClaim } from './claim-row.ts'
import { type ClaimParts, type KeptClaim, keepClaim, LEASE_MS } from './kept-claim.ts'

export interface ClaimOptions {
  /** Held by this process. */
  folder: Omit<DataFolderRecord, 'host'>
  processes: Processes
  /** Prints a line for people while the server waits for the claim. */
  tell: (line: string) => void
}

const LOOK_EVERY_MS = 500

/**
 * R6: makes this server the one that carries out the runs of the database. A holder that is proven to be dead is replaced at once. One
 * that cannot be reached is given until its lease runs out. Throws DatabaseHeld when it lives.
 */
export async function claimDatabase(parts: ClaimParts, { folder, processes, tell }: ClaimOptions): Promise<KeptClaim> {
  const { prisma, clock, shared } = parts
  const mine = thisHolder(processes, folder)
  let seen: ClaimRow | null = null
  for (;;) {
    const row = await readClaim(prisma)
    // The lock of the data folder, which this process holds, proves that nobody else has an embedded database open.
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

/** It has given a sign of life since, or is another one that has just started. */
const isRenewed = (before: ClaimRow, now: ClaimRow): boolean =>
  before.holder.id !== now.holder.id || before.renewedAt.getTime() !== now.renewedAt.getTime()
