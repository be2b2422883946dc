/** Random numbers that a seed repeats. */
export interface Random {
  /** @returns an integer from 0 up to but not including `limit` */
  below(limit: number): number
  of<T>(values: readonly T[]): T
}

/** Makes the generator "mulberry32". */
export function randomFrom(seed: number): Random {
  let state = seed | 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (limit: number): number => Math.floor(next() * limit)
  return { below, of: (values) => values[below(values.length)] as (typeof values)[number] }
}
