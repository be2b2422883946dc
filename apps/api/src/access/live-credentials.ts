import type { Clock } from '@coppice/engine'
import type { PrismaClient } from '@coppice/prisma'
import type { Credential } from './credential.ts'

/**
 * The time between two checks in ms. A revoked or expired token must lose its streams within 2 s, even when another process revoked it
 * (A1). A check starts every second, so the read of the database may take up to another second.
 */
export const LOOK_INTERVAL_MS = 1_000

/** Checks the credentials of open streams and sockets. */
export interface LiveCredentials {
  /**
   * Calls `end` at each check after the credential was revoked or has expired. It calls `end` repeatedly, because the first call may come before
   * the stream is open.
   * @returns a function that ends the checks of this stream
   */
  hold(credential: Credential, end: () => void): () => void
  /** Checks all credentials now. Call it after this server revoked a token. */
  look(): Promise<void>
  /** Whether this credential is still valid in the database. */
  isLiving(credential: Credential): Promise<boolean>
  close(): void
}

interface Held {
  credential: Credential
  end: () => void
}

/**
 * Creates the repeated check of open streams. It is needed because a request is checked only when it starts, and its stream may stay open
 * after its token was revoked. While no stream is open, nothing is checked.
 * @param onUse is called at each check with every valid token
 */
export function createLiveCredentials(
  prisma: PrismaClient,
  clock: Clock,
  onUse: (tokenId: string) => void,
): LiveCredentials {
  const held = new Set<Held>()
  let cancel: (() => void) | null = null
  let closed = false

  async function look(): Promise<void> {
    // The set is copied, because a credential may be added during the read. The result of the read lacks such a credential, so without the
    // copy, its stream would end by mistake.
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
      // If the database is unreachable, open streams continue until the next check. New requests get no access meanwhile.
      await look().catch(() => {})
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
