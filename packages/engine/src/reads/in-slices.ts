import { setImmediate as breathe } from 'node:timers/promises'

/** Carries out a long calculation. The event loop turns at each of its pauses. */
export async function inSlices<Result>(calculation: Generator<unknown, Result>): Promise<Result> {
  for (;;) {
    const { done, value } = calculation.next()
    if (done) return value
    await breathe()
  }
}
