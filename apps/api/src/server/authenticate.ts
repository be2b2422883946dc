import type { IncomingMessage } from 'node:http'
import type { Access } from '../access/access.ts'
import { bearerToken } from '../access/bearer-token.ts'
import type { Credential } from '../access/credential.ts'
import { isSameOrigin } from '../access/same-origin.ts'
import { sessionSecretOf } from '../access/session-cookie.ts'

export type Authentication =
  | { kind: 'known'; credential: Credential }
  | { kind: 'unknown'; message: string }
  /** The request has a cookie, but our own page did not make the request. */
  | { kind: 'foreign' }

/** Determines who sends a request (A1): by its token if it has one, otherwise by its cookie. */
export async function authenticate(access: Access, request: IncomingMessage, port: number): Promise<Authentication> {
  const { authorization } = request.headers
  if (authorization !== undefined) {
    const token = bearerToken(authorization)
    return known(
      token === null ? null : await access.byToken(token),
      'This token is unknown, was revoked, or has expired.',
    )
  }
  const secret = sessionSecretOf(request, port)
  if (secret === null) return unknown('Send `Authorization: Bearer <token>`, or sign in.')
  if (!isSameOrigin(request)) return { kind: 'foreign' }
  return known(await access.bySession(secret), 'You are signed out: the session has ended.')
}

const unknown = (message: string): Authentication => ({ kind: 'unknown', message })
const known = (credential: Credential | null, otherwise: string): Authentication =>
  credential ? { kind: 'known', credential } : unknown(otherwise)
