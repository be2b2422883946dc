import type { ApiClient } from '../client/api-client.ts'

export const TOKEN_ROLES = ['viewer', 'operator', 'admin'] as const
export type TokenRole = (typeof TOKEN_ROLES)[number]

/** A token as the server reports it. Times are ISO-8601. */
export interface AccessToken {
  id: string
  name: string
  role: string
  createdAt: string
  expiresAt: string | null
  lastUsedAt: string | null
  revokedAt: string | null
}

export const ACCESS_TOKEN = 'id name role createdAt expiresAt lastUsedAt revokedAt'

/** @returns all tokens, newest first. */
export async function accessTokensOf(api: ApiClient): Promise<readonly AccessToken[]> {
  const { accessTokens } = await api.request<{ accessTokens: readonly AccessToken[] }>(
    `query Tokens { accessTokens { ${ACCESS_TOKEN} } }`,
  )
  return accessTokens
}

export type TokenState = 'valid' | 'revoked' | 'expired'

export function stateOf({ revokedAt, expiresAt }: AccessToken, now: number): TokenState {
  if (revokedAt !== null) return 'revoked'
  return expiresAt !== null && Date.parse(expiresAt) <= now ? 'expired' : 'valid'
}
