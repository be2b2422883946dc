/** A source of random choices that gives the same choices for the same seed. */
export interface Random {
  /** An integer from 0 to `below` - 1. */
  int(below: number): number
  chance(probability: number): boolean
  pick<T>(from: readonly T[]): T
}

/** The generator is mulberry32 by Tommy Ettinger. */
export function seededRandom(seed: number): Random {
  let state = seed
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const int = (below: number) => Math.floor(next() * below)
  return {
    int,
    chance: (probability) => next() < probability,
    pick: (from) => {
      const one = from[int(from.length)]
      if (one === undefined) throw new Error('nothing to pick from')
      return one
    },
  }
}
