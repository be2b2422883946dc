import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/** The prefix of all our secrets. The redactor (A2) recognises them by it, whichever process created them. */
const PREFIX = 'cop_'

/** 256 random bits, in characters that need no quoting in a URL, a header or a shell. */
export const newSecret = (): string => PREFIX + randomBytes(32).toString('base64url')

/** The stored form of a secret (A1). A secret has enough entropy to need no salt. */
export const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex')

/** Compares in constant time (A1). */
export function isSameHash(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one, 'hex'), Buffer.from(other, 'hex')]
  return a.length === b.length && timingSafeEqual(a, b)
}
