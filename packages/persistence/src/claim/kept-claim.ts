import type { Claim, Clock } from '@coppice/engine'
import type { PrismaClient } from '@coppice/prisma'
import type { ClaimHolder } from './claim-holder.ts'
import { ClaimLost } from './claim-problems.ts'
import { readClaim, releaseClaim, renewClaim } from './claim-row.ts'

/** A claim that is renewed until it is released or lost. */
export interface KeptClaim extends Claim {
  /** Resolves when another server has taken the claim. The value is an error whose message is shown to the user. */
  readonly lost: Promise<ClaimLost>
  /** Stores the address of this server in the claim, so that errors of other servers can contain it. */
  announce(url: string): Promise<void>
  /** Gives the claim up, so that the next server need not wait. */
  release(): Promise<void>
}

/**
 * How long after its last renewal a claim can be taken by another server. An event loop that is blocked (about 1 s) and a restart of the
 * database (about 10 s) must not cost the claim. A claim that has run out can still be renewed if no other server has taken it.
 */
export const LEASE_MS = 20_000
const RENEW_EVERY_MS = 5_000

export interface ClaimParts {
  prisma: PrismaClient
  clock: Clock
  /** Whether other servers can use the database. If not, the lock of the data folder protects it, and the claim is not renewed. */
  shared: boolean
}

/** Renews a claim that this server has taken, until it is released or lost. */
export function keepClaim({ prisma, clock, shared }: ClaimParts, epoch: number, held: ClaimHolder): KeptClaim {
  const { promise: lost, resolve: lose } = Promise.withResolvers<ClaimLost>()
  let holder = held
  let isOver = false
  let cancelTimer = () => {}
  let renewing: Promise<void> = Promise.resolve()

  async function renew(): Promise<void> {
    if (isOver || (await renewClaim(prisma, holder, LEASE_MS))) return
    isOver = true
    cancelTimer()
    const row = await readClaim(prisma).catch(() => null)
    lose(new ClaimLost(row?.holder ?? null, row?.since ?? null))
  }

  /**
   * Errors are ignored, because the next renewal may succeed. If another server has taken the claim meanwhile, the database refuses the
   * writes of this server (R6), and the next renewal that reaches the database reports the loss.
   */
  const renewNow = (): Promise<void> => (renewing = renewing.then(renew).catch(() => {}))

  function schedule(): void {
    if (isOver || !shared) return
    cancelTimer = clock.after(RENEW_EVERY_MS, () => void renewNow().then(schedule))
  }
  schedule()

  return {
    epoch,
    folder: held.folder,
    lost,
    doubt: () => void renewNow(),
    announce(url) {
      holder = { ...holder, url }
      return renewNow()
    },
    async release() {
      isOver = true
      cancelTimer()
      await renewing
      await releaseClaim(prisma, holder)
    },
  }
}
