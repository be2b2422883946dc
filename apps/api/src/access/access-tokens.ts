import { randomUUID } from 'node:crypto'
import type { Clock, Role } from '@coppice/engine'
import { NameTaken, NotFound } from '@coppice/engine/domain/refusals'
import type { AccessToken, PrismaClient } from '@coppice/prisma'
import { hashOf, isSameHash, newSecret } from './secrets.ts'

export interface NewToken {
  name: string
  role: Role
  /** It is null when the token never expires. */
  expiresAt: Date | null
}

export interface AccessTokens {
  /** Finds a token by its secret. @returns null when no token has the secret, and when the token is revoked or has expired. */
  find(secret: string): Promise<AccessToken | null>
  /** Creates a token and returns its secret, which cannot be read later. @throws NameTaken when a valid token has the name. */
  make(token: NewToken): Promise<{ id: string; secret: string }>
  /** Revokes a token for ever. @throws NotFound when no token has the id. */
  revoke(id: string): Promise<void>
  /**
   * Makes sure that an admin token exists, at the start of a server.
   * @param given the value of `COPPICE_ADMIN_TOKEN`, or null when the variable is not set. The token of a different value, from an earlier
   *   start, is revoked.
   * @returns the secret of the token `admin` when this start created it; otherwise null. It is created only if no token is given, no token
   *   `admin` was created before, and every other admin token is revoked.
   */
  ensureAdmin(given: string | null): Promise<string | null>
  /**
   * @returns the id of the token that owns the console sessions of `coppice sign-in`. The token exists only for these sessions. Its secret
   *   is not kept, so nobody can use the token itself.
   */
  ofThisMachine(): Promise<string>
}

/** The name of the token that `COPPICE_ADMIN_TOKEN` sets. A server that starts without the variable revokes this token. */
export const GIVEN = 'COPPICE_ADMIN_TOKEN'
export const THIS_MACHINE = 'this machine'
const FIRST = 'admin'

const UNIQUE_VIOLATION = 'P2002'

export const isLiving = (token: Pick<AccessToken, 'revokedAt' | 'expiresAt'>, now: number): boolean =>
  token.revokedAt === null && (token.expiresAt === null || token.expiresAt.getTime() > now)

export function createAccessTokens(prisma: PrismaClient, clock: Clock): AccessTokens {
  const now = () => new Date(clock.now())
  const revoked = () => ({ revokedAt: now(), liveName: null })

  const row = (token: NewToken) => ({ ...token, id: randomUUID(), liveName: token.name, createdAt: now() })

  async function make(token: NewToken): Promise<{ id: string; secret: string }> {
    const { name } = token
    if (name === GIVEN || name === THIS_MACHINE)
      throw new NameTaken(`The name ${name} is reserved for Coppice. Choose another name.`)
    const secret = newSecret()
    // The name of an expired token can be used again.
    await prisma.accessToken.updateMany({
      where: { liveName: name, expiresAt: { lte: now() } },
      data: { liveName: null },
    })
    try {
      const { id } = await prisma.accessToken.create({ data: { ...row(token), hash: hashOf(secret) } })
      return { id, secret }
    } catch (error) {
      if ((error as { code?: unknown }).code !== UNIQUE_VIOLATION) throw error
      throw new NameTaken(`A token named ${name} already exists. Choose another name, or revoke that token first.`)
    }
  }

  async function adopt(given: string): Promise<void> {
    const hash = hashOf(given)
    const { id, createdAt, ...admin } = row({ name: GIVEN, role: 'ADMIN', expiresAt: null })
    await prisma.accessToken.upsert({
      where: { hash },
      create: { id, createdAt, hash, ...admin },
      update: { revokedAt: null, ...admin },
    })
  }

  /**
   * Whether an admin token exists that is not revoked, or the token `admin` was created before. So if a person revokes the token `admin`, no
   * later start creates it again.
   */
  async function hasAdmin(): Promise<boolean> {
    const living = { role: 'ADMIN', revokedAt: null, name: { not: THIS_MACHINE } }
    return (await prisma.accessToken.count({ where: { OR: [{ name: FIRST }, living] } })) > 0
  }

  async function makeFirst(): Promise<string | null> {
    try {
      return (await make({ name: FIRST, role: 'ADMIN', expiresAt: null })).secret
    } catch (error) {
      if (error instanceof NameTaken) return null // Another server on this database created it in the meantime.
      throw error
    }
  }

  return {
    make,
    async find(secret) {
      const hash = hashOf(secret)
      const token = await prisma.accessToken.findUnique({ where: { hash } })
      return token && isSameHash(token.hash, hash) && isLiving(token, clock.now()) ? token : null
    },
    async revoke(id) {
      const { count } = await prisma.accessToken.updateMany({ where: { id, revokedAt: null }, data: revoked() })
      if (count === 0 && (await prisma.accessToken.count({ where: { id } })) === 0)
        throw new NotFound('No token has this id.')
    },
    async ensureAdmin(given) {
      const hash = given === null ? '' : hashOf(given)
      await prisma.accessToken.updateMany({
        where: { name: GIVEN, hash: { not: hash }, revokedAt: null },
        data: revoked(),
      })
      if (given !== null) {
        await adopt(given)
        return null
      }
      return (await hasAdmin()) ? null : makeFirst()
    },
    async ofThisMachine() {
      const { id } = await prisma.accessToken.upsert({
        where: { liveName: THIS_MACHINE },
        create: { ...row({ name: THIS_MACHINE, role: 'ADMIN', expiresAt: null }), hash: hashOf(newSecret()) },
        update: {},
      })
      return id
    },
  }
}
