import type { Clock } from '@coppice/engine'
import type { PrismaClient } from '@coppice/prisma'

/**
 * The accuracy of `lastUsedAt` in ms. It is coarse, because a write to the database for each request would take longer than most requests.
 */
const GRAIN_MS = 60_000

/** @returns a function that records that a token was used now. It writes at most once a minute per token and does not wait for the write. */
export function createTokenUses(prisma: PrismaClient, clock: Clock): (tokenId: string) => void {
  const noted = new Map<string, number>()
  return (tokenId) => {
    const now = clock.now()
    if (now - (noted.get(tokenId) ?? Number.NEGATIVE_INFINITY) < GRAIN_MS) return
    noted.set(tokenId, now)
    // If the write fails, this use is not recorded. The next write, at least a minute later, records a newer use anyway.
    prisma.accessToken.updateMany({ where: { id: tokenId }, data: { lastUsedAt: new Date(now) } }).catch(() => {})
  }
}
