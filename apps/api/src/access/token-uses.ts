import type { Clock } from '@coppice/engine'
import type { PrismaClient } from '@coppice/prisma'

/** The accuracy of `lastUsedAt`. A write per request would cost more than most requests. */
const GRAIN_MS = 60_000

/** Records that a token was used now, at most once a minute. Nobody waits for the write. */
export function createTokenUses(prisma: PrismaClient, clock: Clock): (tokenId: string) => void {
  const noted = new Map<string, number>()
  return (tokenId) => {
    const now = clock.now()
    if (now - (noted.get(tokenId) ?? Number.NEGATIVE_INFINITY) < GRAIN_MS) return
    noted.set(tokenId, now)
    // If the write fails, the write of the next minute records the same.
    prisma.accessToken.updateMany({ where: { id: tokenId }, data: { lastUsedAt: new Date(now) } }).catch(() => {})
  }
}
