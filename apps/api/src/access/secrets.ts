import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/** What every secret of ours begins with: the redactor (A2) knows it by that, whichever process made it. */
const PREFIX = 'cop_'

/** 256 random bits, in characters that need no quoting in a URL, header or shell. */
export const newSecret = (): string => PREFIX + randomBytes(32).toString('base64url')

/** What is stored of a secret (A1); it has enough entropy to need no salt. */
export const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex')

/** In constant time (A1). */
export function isSameHash(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one, 'hex'), Buffer.from(other, 'hex')]
  return a.length === b.length && timingSafeEqual(a, b)
}
