import type { Clock, Role } from '@coppice/engine'
import type { AccessToken, PrismaClient } from '@coppice/prisma'
import { createAccessTokens, type NewToken, THIS_MACHINE } from './access-tokens.ts'
import { createConsoleSessions } from './console-sessions.ts'
import type { Credential } from './credential.ts'
import { createLiveCredentials, type LiveCredentials } from './live-credentials.ts'
import { hashOf, isSameHash, newSecret } from './secrets.ts'
import { createSignInCodes, type SignInCode } from './sign-in-codes.ts'
import { createTokenUses } from './token-uses.ts'

/** Checks and manages access to the server (A1: every operation needs a credential). */
export interface Access {
  /** Finds a credential by the secret of a token. @returns null when the token is unknown, was revoked or has expired. */
  byToken(token: string): Promise<Credential | null>
  /** Finds a credential by the secret in the cookie of the console. @returns null when the session is unknown or has ended. */
  bySession(secret: string): Promise<Credential | null>
  /** Opens a console session for a token or an unused sign-in code. @returns the secret for the cookie; null for a wrong token or code. */
  signIn(by: { token: string } | { code: string }): Promise<string | null>
  signOut(sessionId: string): Promise<void>
  /** Creates a code that opens one console session. The session ends when the token of the credential `by` is revoked or expires. */
  issueSignInCode(by: Credential | 'this machine'): SignInCode
  /** @returns the id and the secret of a new token. The secret cannot be read later. @throws NameTaken when a valid token has the name. */
  createToken(token: NewToken): Promise<{ id: string; secret: string }>
  /** Revokes a token and ends its streams, sockets and console sessions. @throws NotFound when no token has the id. */
  revokeToken(id: string): Promise<void>
  readonly live: LiveCredentials
  /** An admin token for commands on this machine. Each start creates a new one, and the database does not contain it. */
  readonly localToken: string
  /** The secret of the admin token, if this start created it; otherwise null. */
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
