import { createHash } from 'node:crypto'

/** Returns hexadecimal digits that depend only on the parts. */
export const digestOf = (...parts: readonly unknown[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex')

const DIGITS = 12

/** Returns a number from 0 up to, but not including, 1 that depends only on the parts. */
export const chanceOf = (...parts: readonly unknown[]): number =>
  Number.parseInt(digestOf(...parts).slice(0, DIGITS), 16) / 16 ** DIGITS
