import type { Claim, Clock } from '@coppice/engine'
import type { PrismaClient } from '@coppice/prisma'
import type { ClaimHolder } from './claim-holder.ts'
import { ClaimLost } from './claim-problems.ts'
import { readClaim, releaseClaim, renewClaim } from './claim-row.ts'

/** A claim that is renewed until it is released or lost. */
export interface KeptClaim extends Claim {
  /** Resolves when another server has taken the claim, with a sentence for people. */
  readonly lost: Promise<ClaimLost>
  /** Tells other servers where this one listens. */
  announce(url: string): Promise<void>
  /** The next server need not wait. */
  release(): Promise<void>
}

/**
 * How long a server may give no sign of life before another may take its place. A busy event loop stands still for a second, a
 * database restarts within ten. A claim that ran out and that nobody took is renewed as if nothing had happened.
 */
export const LEASE_MS = 20_000
const RENEW_EVERY_MS = 5_000

export interface ClaimParts {
  prisma: PrismaClient
  clock: Clock
  /** Others can reach the database. When they cannot, the lock of the data folder is the claim, and nothing is renewed. */
  shared: boolean
}

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

  /** The database may be away. Nobody can take the claim meanwhile either. */
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
