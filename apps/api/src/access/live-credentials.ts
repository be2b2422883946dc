import type { Clock } from '@coppice/engine'
import type { PrismaClient } from '@coppice/prisma'
import type { Credential } from './credential.ts'

/**
 * A1: a revoked or expired token loses its live subscriptions within two seconds, even when another process revoked it. One second passes
 * until the record is read, the other is for the read.
 */
export const LOOK_INTERVAL_MS = 1_000

export interface LiveCredentials {
  /**
   * After the credential is revoked or has expired, calls `end` at each check until the hold is released. One call may come before the
   * stream that it should end. @returns a function that releases the hold.
   */
  hold(credential: Credential, end: () => void): () => void
  /** Checks now, after this server revoked a token. */
  look(): Promise<void>
  /** Checks one credential now. */
  isLiving(credential: Credential): Promise<boolean>
  close(): void
}

interface Held {
  credential: Credential
  end: () => void
}

/** Sockets and streams outlive the check at their start. While there are any, the record is read repeatedly. */
export function createLiveCredentials(
  prisma: PrismaClient,
  clock: Clock,
  onUse: (tokenId: string) => void,
): LiveCredentials {
  const held = new Set<Held>()
  let cancel: (() => void) | null = null
  let closed = false

  async function look(): Promise<void> {
    // A credential that joins during the read was not part of it.
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
      await look().catch(() => {}) // The database is not reachable. Nobody gets access until then, and the next check decides.
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
