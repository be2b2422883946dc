import { createHash } from 'node:crypto'

/** Returns a number in [0, 1). The same words give the same number. */
export const randomOf = (...words: readonly (string | number)[]): number =>
  createHash('sha256').update(words.join('\n')).digest().readUInt32BE() / 2 ** 32
