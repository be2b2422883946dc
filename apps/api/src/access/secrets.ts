import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/** The prefix of all secrets of Coppice. It lets the redactor (A2) find secrets that another process created. */
const PREFIX = 'cop_'

/** @returns a new secret of 256 random bits. Its characters need no quoting in a URL, a header or a shell. */
export const newSecret = (): string => PREFIX + randomBytes(32).toString('base64url')

/** @returns the hash under which a secret is stored (A1). A salt is not needed, because a secret has 256 random bits. */
export const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex')

/** Compares two hashes in constant time, so that the time reveals nothing about them (A1). */
export function isSameHash(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one, 'hex'), Buffer.from(other, 'hex')]
  return a.length === b.length && timingSafeEqual(a, b)
}
