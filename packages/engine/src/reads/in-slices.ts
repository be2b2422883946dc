import { setImmediate as nextTurn } from 'node:timers/promises'

/** Carries out a long calculation. At each `yield` of the calculation, the event loop can do other work. @returns its result */
export async function inSlices<Result>(calculation: Generator<unknown, Result>): Promise<Result> {
  for (;;) {
    const { done, value } = calculation.next()
    if (done) return value
    await nextTurn()
  }
}
