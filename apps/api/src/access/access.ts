import type { Clock, Role } from '@coppice/engine'
import type { AccessToken, PrismaClient } from '@coppice/prisma'
import { createAccessTokens, type NewToken, THIS_MACHINE } from './access-tokens.ts'
import { createConsoleSessions } from './console-sessions.ts'
import type { Credential } from './credential.ts'
import { createLiveCredentials, type LiveCredentials } from './live-credentials.ts'
import { hashOf, isSameHash, newSecret } from './secrets.ts'
import { createSignInCodes, type SignInCode } from './sign-in-codes.ts'
import { createTokenUses } from './token-uses.ts'

/** Who has access (A1). */
export interface Access {
  /** @returns null when the token is unknown, was revoked or has expired */
  byToken(token: string): Promise<Credential | null>
  /** Finds a credential by the secret of a console cookie. */
  bySession(secret: string): Promise<Credential | null>
  /** Exchanges a token, or an unused sign-in code, for the secret of a new console session. */
  signIn(by: { token: string } | { code: string }): Promise<string | null>
  signOut(sessionId: string): Promise<void>
  /** A code that opens one console session. The session ends with the token of the caller. */
  issueSignInCode(by: Credential | 'this machine'): SignInCode
  /** Returns the id of the token and its secret. The secret is returned only here. @throws NameTaken. */
  createToken(token: NewToken): Promise<{ id: string; secret: string }>
  /** Ends everything that the token opened. @throws NotFound. */
  revokeToken(id: string): Promise<void>
  readonly live: LiveCredentials
  /** The token of this start. It exists only in memory. */
  readonly localToken: string
  /** The secret of the admin token, if this start created one. */
  readonly adminTokenMadeNow: string | null
  close(): void
}

export async function createAccess(prisma: PrismaClient, clock: Clock, given: string | null): Promise<Access> {
  const tokens = createAccessTokens(prisma, clock)
  const sessions = createConsoleSessions(prisma, clock)
  const codes = createSignInCodes(clock)
  const onUse = createTokenUses(prisma, clock)
  const live = createLiveCredentials(prisma, clock, onUse)
  const adminTokenMadeNow = await tokens.ensureAdmin(given)
  const localToken = newSecret()

  async function tokenIdOf(by: { token: string } | { code: string }): Promise<string | null> {
    if ('token' in by) return (await tokens.find(by.token))?.id ?? null
    const taken = codes.take(by.code)
    return taken && (taken.tokenId ?? tokens.ofThisMachine())
  }

  return {
    async byToken(token) {
      if (isSame(token, localToken)) return { kind: 'local', viewer: { name: THIS_MACHINE, role: 'ADMIN' } }
      const found = await tokens.find(token)
      if (found === null) return null
      onUse(found.id)
      return { kind: 'token', tokenId: found.id, viewer: viewerOf(found) }
    },
    async bySession(secret) {
      const found = await sessions.find(secret)
      if (found === null) return null
      onUse(found.token.id)
      return { kind: 'session', tokenId: found.token.id, sessionId: found.id, viewer: viewerOf(found.token) }
    },
    async signIn(by) {
      const tokenId = await tokenIdOf(by)
      return tokenId === null ? null : sessions.open(tokenId)
    },
    async signOut(sessionId) {
      await sessions.close(sessionId)
      await live.look()
    },
    issueSignInCode: (by) => codes.issue(by === 'this machine' || by.kind === 'local' ? null : by.tokenId),
    createToken: tokens.make,
    async revokeToken(id) {
      await tokens.revoke(id)
      await live.look()
    },
    live,
    localToken,
    adminTokenMadeNow,
    close: () => live.close(),
  }
}

const isSame = (one: string, other: string): boolean => isSameHash(hashOf(one), hashOf(other))
const viewerOf = ({ name, role }: AccessToken) => ({ name, role: role as Role })
