import { createHash } from 'node:crypto'

/** A number in [0, 1) that is the same for the same words. */
export const randomOf = (...words: readonly (string | number)[]): number =>
  createHash('sha256').update(words.join('\n')).digest().readUInt32BE() / 2 ** 32
