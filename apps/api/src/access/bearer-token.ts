/** Reads the token from an `Authorization` header of the form `Bearer <token>`. @returns null for any other value. */
export function bearerToken(authorization: unknown): string | null {
  const [, token] = typeof authorization === 'string' ? (/^Bearer +(\S+) *$/i.exec(authorization) ?? []) : []
  return token ?? null
}
