import type { PauseReason } from '../../scheduler/snapshot.ts'
import type { RunContext } from '../run/run-context.ts'

/** Says why the run has paused itself and what to do, for people (M2). */
export function pauseReason({ state, deps }: RunContext, because: PauseReason): string {
  const use = state.money.use(state.run, deps.prices, deps.clock.now())
  const limit = dollars(use?.limitMicroUsd ?? 0)
  const spent = dollars(use?.spentMicroUsd ?? 0)
  const raise = `To continue, set a higher budget: coppice budget ${state.run.number} AMOUNT`
  if (because === 'spent') return `the budget of ${limit} is spent (${spent}). ${raise}`
  if (because === 'too-little')
    return `${spent} of the budget of ${limit} are spent, and the rest is probably not enough for the next session. ${raise}`
  const { completedUnpriced } = state.money
  if (completedUnpriced !== null)
    return `the cost of session ${completedUnpriced} is not known, because its agent reported no tokens or its model has no price. So the budget cannot be kept. To continue, remove the budget: coppice budget ${state.run.number} none`
  return `the price of a model is not known, so the budget cannot be kept. Add the price to prices.json in the data folder and start the server again, or remove the budget: coppice budget ${state.run.number} none`
}

const dollars = (microUsd: number): string => `$${(microUsd / 1_000_000).toFixed(microUsd < 100_000 ? 4 : 2)}`
