import type { Clock } from '@coppice/engine'
import type { PrismaClient } from '@coppice/prisma'
import type { Credential } from './credential.ts'

/**
 * A1: a revoked or expired token loses its live subscriptions within two seconds, also where another process revoked it: one
 * second until the record is asked, the other for its answer.
 */
export const LOOK_INTERVAL_MS = 1_000

export interface LiveCredentials {
  /**
   * Once the credential is revoked or has expired, calls `end` at each look until it is let go: one call may come before the stream
   * that it is to end. Returns how to let go of it.
   */
  hold(credential: Credential, end: () => void): () => void
  /** Looks now, after a revocation by this server. */
  look(): Promise<void>
  /** Asks about one credential, now. */
  isLiving(credential: Credential): Promise<boolean>
  close(): void
}

interface Held {
  credential: Credential
  end: () => void
}

/** Sockets and streams outlive the check at their start: while there are any, the record is asked again. */
export function createLiveCredentials(
  prisma: PrismaClient,
  clock: Clock,
  onUse: (tokenId: string) => void,
): LiveCredentials {
  const held = new Set<Held>()
  let cancel: (() => void) | null = null
  let closed = false

  async function look(): Promise<void> {
    // Whoever joins meanwhile was not asked about.
    const asked = [...held]
    const isLiving = await askAbout(
      prisma,
      clock,
      asked.map(({ credential }) => credential),
    )
    for (const { credential, end } of asked) {
      if (!isLiving(credential)) end()
      else if ('tokenId' in credential) onUse(credential.tokenId)
    }
  }

  function schedule(): void {
    if (closed || cancel !== null || held.size === 0) return
    cancel = clock.after(LOOK_INTERVAL_MS, async () => {
      await look().catch(() => {}) // The database is away: nobody is let in meanwhile, and the next look decides.
      cancel = null
      schedule()
    })
  }

  return {
    hold(credential, end) {
      if (credential.kind === 'local') return () => {}
      const one = { credential, end }
      held.add(one)
      schedule()
      return () => void held.delete(one)
    },
    look,
    isLiving: async (credential) =>
      credential.kind === 'local' || (await askAbout(prisma, clock, [credential]))(credential),
    close() {
      closed = true
      cancel?.()
    },
  }
}

async function askAbout(
  prisma: PrismaClient,
  clock: Clock,
  credentials: readonly Credential[],
): Promise<(credential: Credential) => boolean> {
  const tokenIds = distinct(credentials.map((one) => ('tokenId' in one ? one.tokenId : null)))
  const sessionIds = distinct(credentials.map((one) => ('sessionId' in one ? one.sessionId : null)))
  const now = new Date(clock.now())
  const ids = { select: { id: true } } as const
  const tokens = await prisma.accessToken.findMany({
    where: { id: { in: tokenIds }, revokedAt: null, OR: [{ expiresAt: null }, { expiresAt: { gt: now } }] },
    ...ids,
  })
  const sessions =
    sessionIds.length === 0
      ? []
      : await prisma.consoleSession.findMany({
          where: { id: { in: sessionIds }, revokedAt: null, expiresAt: { gt: now } },
          ...ids,
        })
  const living = new Set([...tokens, ...sessions].map(({ id }) => id))
  return (one) =>
    (!('tokenId' in one) || living.has(one.tokenId)) && (!('sessionId' in one) || living.has(one.sessionId))
}

const distinct = (ids: readonly (string | null)[]): string[] => [...new Set(ids.filter((id) => id !== null))]
