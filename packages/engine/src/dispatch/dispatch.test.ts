import { createInProcessDispatch } from './in-process.ts'
import { describeDispatch } from './testing/dispatch.contract.ts'
import { createUnreliableDispatch } from './testing/unreliable-dispatch.ts'

describeDispatch('a dispatch in this process', (conductor) => ({
  dispatch: createInProcessDispatch(conductor),
  quiet: async () => {},
}))

const SEEDS = Array.from({ length: 20 }, (_, index) => index + 1)

for (const seed of SEEDS)
  describeDispatch(`a dispatch over a network that delays, repeats and reorders (seed ${seed})`, (conductor) =>
    createUnreliableDispatch(conductor, numbersFrom(seed)),
  )

/** A generator of random numbers in [0, 1): mulberry32 by Tommy Ettinger. */
function numbersFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
