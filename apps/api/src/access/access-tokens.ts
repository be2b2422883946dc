import { randomUUID } from 'node:crypto'
import type { Clock, Role } from '@coppice/engine'
import type { AccessToken, PrismaClient } from '@coppice/prisma'
import { hashOf, isSameHash, newSecret } from './secrets.ts'

export interface AccessTokens {
  /** The token with this secret, unless it is revoked. */
  find(secret: string): Promise<AccessToken | null>
  /** Makes a token; its secret is answered here and never again. */
  make(name: string, role: Role): Promise<{ id: string; secret: string }>
  revoke(id: string): Promise<void>
  /**
   * Sees to it that there is an admin token: `given`, where one is (it replaces one that was given before), else one that exists,
   * else a new one, whose secret is answered as `made`.
   */
  ensureAdmin(given: string | null): Promise<{ id: string; made: string | null }>
}

/** Of the token that the server's owner chose; it counts as long as it is given. */
const GIVEN = 'COPPICE_ADMIN_TOKEN'

export function createAccessTokens(prisma: PrismaClient, clock: Clock): AccessTokens {
  const now = () => new Date(clock.now())

  async function make(name: string, role: Role) {
    const [id, secret] = [randomUUID(), newSecret()]
    await prisma.accessToken.create({ data: { id, name, role, hash: hashOf(secret), createdAt: now() } })
    return { id, secret }
  }

  async function adopt(given: string): Promise<string> {
    const hash = hashOf(given)
    const { id } = await prisma.accessToken.upsert({
      where: { hash },
      create: { id: randomUUID(), name: GIVEN, role: 'ADMIN', hash, createdAt: now() },
      update: { role: 'ADMIN', revokedAt: null },
    })
    return id
  }

  return {
    make,
    async find(secret) {
      const hash = hashOf(secret)
      const token = await prisma.accessToken.findUnique({ where: { hash } })
      return token && token.revokedAt === null && isSameHash(token.hash, hash) ? token : null
    },
    async revoke(id) {
      await prisma.accessToken.updateMany({ where: { id, revokedAt: null }, data: { revokedAt: now() } })
    },
    async ensureAdmin(given) {
      const hash = given === null ? '' : hashOf(given)
      await prisma.accessToken.updateMany({
        where: { name: GIVEN, hash: { not: hash }, revokedAt: null },
        data: { revokedAt: now() },
      })
      if (given !== null) return { id: await adopt(given), made: null }
      const existing = await prisma.accessToken.findFirst({
        where: { role: 'ADMIN', revokedAt: null },
        orderBy: { createdAt: 'asc' },
      })
      if (existing) return { id: existing.id, made: null }
      const { id, secret } = await make('admin', 'ADMIN')
      return { id, made: secret }
    },
  }
}
