import type { IncomingMessage } from 'node:http'
import type { Access } from '../access/access.ts'
import { bearerToken } from '../access/bearer-token.ts'
import type { Credential } from '../access/credential.ts'
import { isSameOrigin } from '../access/same-origin.ts'
import { sessionSecretOf } from '../access/session-cookie.ts'

export type Authentication =
  | { kind: 'known'; credential: Credential }
  | { kind: 'unknown'; message: string }
  /** The request has a cookie of the console, but a page of another origin sent the request. */
  | { kind: 'foreign' }

/** Determines who sends a request (A1): by its token if it has one, otherwise by its cookie. */
export async function authenticate(access: Access, request: IncomingMessage, port: number): Promise<Authentication> {
  const { authorization } = request.headers
  if (authorization !== undefined) {
    const token = bearerToken(authorization)
    return known(
      token === null ? null : await access.byToken(token),
      'This token is unknown, was revoked, or has expired. To create another one: coppice token create NAME',
    )
  }
  const secret = sessionSecretOf(request, port)
  if (secret === null)
    return unknown(
      'The request has no token. Send the header `Authorization: Bearer <token>`, or sign in to the console.',
    )
  if (!isSameOrigin(request)) return { kind: 'foreign' }
  return known(await access.bySession(secret), 'Your session has ended. Sign in again.')
}

const unknown = (message: string): Authentication => ({ kind: 'unknown', message })
const known = (credential: Credential | null, otherwise: string): Authentication =>
  credential ? { kind: 'known', credential } : unknown(otherwise)
