import type { IncomingMessage } from 'node:http'
import { ApiError } from './api-error.ts'

/** The credential of a request, and the header that had it. */
export interface Credential {
  key: string
  header: 'x-api-key' | 'authorization'
}

/**
 * @param accepted the credentials that are accepted. Without it, any is.
 * @throws ApiError when the request has none, or one that is not accepted
 */
export function credentialOf({ headers }: IncomingMessage, accepted: readonly string[] | undefined): Credential {
  const apiKey = headers['x-api-key']
  const bearer = /^Bearer (.+)$/i.exec(headers.authorization ?? '')?.[1]
  const credential: Credential | null =
    typeof apiKey === 'string'
      ? { key: apiKey, header: 'x-api-key' }
      : bearer
        ? { key: bearer, header: 'authorization' }
        : null
  if (!credential) throw new ApiError(401, 'x-api-key header is required')
  if (accepted && !accepted.includes(credential.key)) {
    throw new ApiError(401, credential.header === 'x-api-key' ? 'invalid x-api-key' : 'Invalid bearer token')
  }
  return credential
}
