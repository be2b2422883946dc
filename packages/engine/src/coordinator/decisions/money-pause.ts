import { dayName, isLimited } from '../../domain/budget.ts'
import type { MoneyPause } from '../../lifecycle/budget.ts'
import type { Shortage } from '../../scheduler/snapshot.ts'
import type { RunContext } from '../run/run-context.ts'

/** Says why the run has to pause because of money, what to do about it, and when it continues by itself (M2). */
export function moneyPause({ state, deps }: RunContext, shortage: Shortage): MoneyPause {
  const { money, run } = state
  const { completedUnpriced } = money
  if (shortage.pot !== null) {
    const pot = money.use(run, deps.prices, deps.clock.now())?.pots.find((one) => one.pot === shortage.pot)
    const of = { limit: dollars(pot?.limitMicroUsd ?? 0), spent: dollars(pot?.spentMicroUsd ?? 0) }
    const reason = shortageWords(shortage, { ...of, run: run.number, now: deps.clock.now() })
    return { reason, resumesAt: shortage.until, asksForUnpriced: false }
  }
  const isAsked = money.unpriced.size === 0 && completedUnpriced !== null && !run.unpricedAsked
  const remove = removal(run.number, isLimited({ budgetMicroUsd: null }, state.limits))
  const reason = isAsked
    ? `the cost of session ${completedUnpriced} is not known, because its agent reported no tokens or its model has no price. The budget counts such a session with what was reserved for it. To continue so, for all such sessions of this run: coppice resume ${run.number}. Or remove the budget: ${remove}`
    : `the price of a model is not known, so the budget cannot be kept. Add the price to prices.json in the data folder and start the server again, or remove the budget: ${remove}`
  return { reason, resumesAt: null, asksForUnpriced: isAsked }
}

interface PotWords {
  limit: string
  spent: string
  /** The number of the run. */
  run: number
  /** In ms. */
  now: number
}

function shortageWords({ because, pot, until }: Shortage, { limit, spent, run, now }: PotWords): string {
  const whose = pot === 'PROJECT' ? ' of the project' : pot === 'DAY' ? ` of the project for ${dayName(now)} (UTC)` : ''
  const name = pot === 'PROJECT' ? 'project' : pot === 'DAY' ? 'day' : run
  const raise = `set a higher budget: coppice budget ${name} AMOUNT`
  const then =
    until === null
      ? `To continue, ${raise}`
      : `The run continues at 00:00 UTC on ${dayName(until)}. To continue now, ${raise}`
  return because === 'spent'
    ? `the budget of ${limit}${whose} is spent (${spent}). ${then}`
    : `${spent} of the budget of ${limit}${whose} are spent, and the rest is probably not enough for the next session. ${then}`
}

const removal = (run: number, isProjectLimited: boolean): string =>
  isProjectLimited
    ? `coppice budget ${run} none, coppice budget project none and coppice budget day none`
    : `coppice budget ${run} none`

const dollars = (microUsd: number): string => `$${(microUsd / 1_000_000).toFixed(microUsd < 100_000 ? 4 : 2)}`
