import type { Clock } from '@coppice/engine'
import type { PrismaClient } from '@coppice/prisma'
import type { Credential } from './credential.ts'

/** A1: a revoked token ends its live subscriptions. How long that may take where another server, or another process, revoked it. */
export const LOOK_INTERVAL_MS = 2_000

export interface LiveCredentials {
  /** Calls `end` once when the credential is revoked or has expired. Answers how to let go of it. */
  hold(credential: Credential, end: () => void): () => void
  /** Looks now, after a revocation by this server. */
  look(): Promise<void>
  close(): void
}

interface Held {
  credential: Credential
  end: () => void
}

/** Sockets and streams outlive the check at their start: while there are any, the record is asked again. */
export function createLiveCredentials(prisma: PrismaClient, clock: Clock): LiveCredentials {
  const held = new Set<Held>()
  let cancel: (() => void) | null = null
  let closed = false

  async function look(): Promise<void> {
    // Whoever joins meanwhile was not asked about.
    const asked = [...held]
    const valid = await stillValid(prisma, clock, asked)
    for (const one of asked) if (!valid.has(one) && held.delete(one)) one.end()
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
    close() {
      closed = true
      cancel?.()
    },
  }
}

async function stillValid(prisma: PrismaClient, clock: Clock, held: readonly Held[]): Promise<ReadonlySet<Held>> {
  const tokenIds = held.map(({ credential }) => ('tokenId' in credential ? credential.tokenId : null))
  const sessionIds = held.map(({ credential }) => ('sessionId' in credential ? credential.sessionId : null))
  const tokens = await prisma.accessToken.findMany({
    where: { id: { in: distinct(tokenIds) }, revokedAt: null },
    select: { id: true },
  })
  const sessions = await prisma.consoleSession.findMany({
    where: { id: { in: distinct(sessionIds) }, revokedAt: null, expiresAt: { gt: new Date(clock.now()) } },
    select: { id: true },
  })
  const known = new Set([...tokens, ...sessions].map(({ id }) => id))
  return new Set(
    held.filter(
      ({ credential }) =>
        (!('tokenId' in credential) || known.has(credential.tokenId)) &&
        (!('sessionId' in credential) || known.has(credential.sessionId)),
    ),
  )
}

const distinct = (ids: readonly (string | null)[]): string[] => [...new Set(ids.filter((id) => id !== null))]
