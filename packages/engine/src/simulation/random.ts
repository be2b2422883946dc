/** Returns a number in [0, 1) that depends only on the words: their FNV-1a hash, mixed by the finalizer of MurmurHash3. */
export function randomOf(...words: readonly (string | number)[]): number {
  let hash = 0x811c9dc5
  for (const character of words.join('\n')) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32
}

/**
 * Returns a log-normal number, by the Box–Muller transform.
 *
 * @param sigma the standard deviation of its logarithm
 * @param drawn two random numbers in [0, 1)
 */
export function logNormal(mean: number, sigma: number, drawn: readonly [number, number]): number {
  const normal = Math.sqrt(-2 * Math.log(1 - drawn[0])) * Math.cos(2 * Math.PI * drawn[1])
  return mean * Math.exp(sigma * normal - sigma ** 2 / 2)
}
