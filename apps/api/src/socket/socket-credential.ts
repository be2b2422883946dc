import type { Access } from '../access/access.ts'
import { bearerToken } from '../access/bearer-token.ts'
import type { Credential } from '../access/credential.ts'
import { isSameOrigin } from '../access/same-origin.ts'
import { sessionSecretOf } from '../access/session-cookie.ts'
import type { SocketExtra } from './socket-extra.ts'

/**
 * Finds the credential of a socket: by the token in `connection_init`, or else by the cookie of the upgrade request. The cookie is accepted only
 * from pages of this server.
 */
export async function credentialOf(
  access: Access,
  { request, port }: Pick<SocketExtra, 'request' | 'port'>,
  parameters: Readonly<Record<string, unknown>> = {},
): Promise<Credential | null> {
  const token = bearerToken(parameters.authorization)
  const byToken = token === null ? null : await access.byToken(token)
  if (byToken) return byToken
  const secret = isSameOrigin(request) ? sessionSecretOf(request, port) : null
  return secret === null ? null : access.bySession(secret)
}
