import type { Clock, Role } from '@coppice/engine'
import type { AccessToken, PrismaClient } from '@coppice/prisma'
import { type AccessTokens, createAccessTokens } from './access-tokens.ts'
import { createConsoleSessions } from './console-sessions.ts'
import type { Credential } from './credential.ts'
import { createLiveCredentials, type LiveCredentials } from './live-credentials.ts'
import { hashOf, isSameHash, newSecret } from './secrets.ts'

/** Who may come in (A1). */
export interface Access {
  /** Null where the token is not known or was revoked. */
  byToken(token: string): Promise<Credential | null>
  /** By the secret of a console's cookie. */
  bySession(secret: string): Promise<Credential | null>
  /** Exchanges a token, or this start's sign-in code, for the secret of a new console session. */
  signIn(by: { token: string } | { code: string }): Promise<string | null>
  signOut(sessionId: string): Promise<void>
  readonly live: LiveCredentials
  /** This start's own, kept in memory alone. */
  readonly signInCode: string
  readonly localToken: string
  /** Where this start had to make an admin token: its secret, for once. */
  readonly adminTokenMadeNow: string | null
  close(): void
}

export async function createAccess(prisma: PrismaClient, clock: Clock, given: string | null): Promise<Access> {
  const tokens = createAccessTokens(prisma, clock)
  const sessions = createConsoleSessions(prisma, clock)
  const live = createLiveCredentials(prisma, clock)
  const admin = await tokens.ensureAdmin(given)
  const [signInCode, localToken] = [newSecret(), newSecret()]
  return {
    async byToken(token) {
      if (isSame(token, localToken)) return { kind: 'local', viewer: { name: 'this machine', role: 'ADMIN' } }
      const found = await tokens.find(token)
      return found && { kind: 'token', tokenId: found.id, viewer: viewerOf(found) }
    },
    async bySession(secret) {
      const found = await sessions.find(secret)
      return found && { kind: 'session', tokenId: found.token.id, sessionId: found.id, viewer: viewerOf(found.token) }
    },
    async signIn(by) {
      const tokenId = 'code' in by ? isSame(by.code, signInCode) && admin.id : await tokenIdOf(tokens, by.token)
      return tokenId ? sessions.open(tokenId) : null
    },
    async signOut(sessionId) {
      await sessions.close(sessionId)
      await live.look()
    },
    live,
    signInCode,
    localToken,
    adminTokenMadeNow: admin.made,
    close: () => live.close(),
  }
}

const isSame = (one: string, other: string): boolean => isSameHash(hashOf(one), hashOf(other))
const tokenIdOf = async (tokens: AccessTokens, token: string) => (await tokens.find(token))?.id ?? null
const viewerOf = ({ name, role }: AccessToken) => ({ name, role: role as Role })
