import { randomUUID } from 'node:crypto'
import type { Clock } from '@coppice/engine'
import type { AccessToken, PrismaClient } from '@coppice/prisma'
import { isLiving } from './access-tokens.ts'
import { hashOf, isSameHash, newSecret } from './secrets.ts'

export const SESSION_LIFE_MS = 30 * 24 * 60 * 60 * 1000

export interface ConsoleSessions {
  /** Opens a session for a browser. @param tokenId the token with which the browser signed in @returns the secret for the cookie. */
  open(tokenId: string): Promise<string>
  /** Finds a session by its secret. @returns null when the session is closed or has expired, and when its token is revoked or has expired. */
  find(secret: string): Promise<{ id: string; token: AccessToken } | null>
  close(id: string): Promise<void>
}

export function createConsoleSessions(prisma: PrismaClient, clock: Clock): ConsoleSessions {
  return {
    async open(tokenId) {
      const secret = newSecret()
      const now = clock.now()
      await prisma.consoleSession.deleteMany({ where: { expiresAt: { lt: new Date(now) } } })
      await prisma.consoleSession.create({
        data: {
          id: randomUUID(),
          tokenId,
          hash: hashOf(secret),
          createdAt: new Date(now),
          expiresAt: new Date(now + SESSION_LIFE_MS),
        },
      })
      return secret
    },
    async find(secret) {
      const hash = hashOf(secret)
      const session = await prisma.consoleSession.findUnique({ where: { hash }, include: { token: true } })
      if (!session || !isSameHash(session.hash, hash)) return null
      const isOver = session.revokedAt !== null || session.expiresAt.getTime() <= clock.now()
      return isOver || !isLiving(session.token, clock.now()) ? null : session
    },
    async close(id) {
      await prisma.consoleSession.updateMany({
        where: { id, revokedAt: null },
        data: { revokedAt: new Date(clock.now()) },
      })
    },
  }
}
