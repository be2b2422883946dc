/** The token of `Bearer <token>`. @returns null when there is none. */
export function bearerToken(authorization: unknown): string | null {
  const [, token] = typeof authorization === 'string' ? (/^Bearer +(\S+) *$/i.exec(authorization) ?? []) : []
  return token ?? null
}
