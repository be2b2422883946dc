import { dayName, isLimited } from '../../domain/budget.ts'
import type { MoneyPause } from '../../lifecycle/budget.ts'
import type { BudgetUse, Shortage } from '../../scheduler/snapshot.ts'
import type { RunContext } from '../run/run-context.ts'

/** Says why the run has to pause because of money, what to do about it, and when it continues by itself (M2). */
export function moneyPause(ctx: MoneyContext, shortage: Shortage): MoneyPause {
  const { run, money } = ctx.state
  if (shortage.pot !== null)
    return { reason: shortageWords(ctx, shortage), resumesAt: shortage.until, asksForUnpriced: false }
  const isAsked = money.unpriced.size === 0 && money.completedUnpriced !== null && !run.unpricedAsked
  return { reason: unpricedWords(ctx, isAsked), resumesAt: null, asksForUnpriced: isAsked }
}

type MoneyContext = {
  state: Pick<RunContext['state'], 'run' | 'money' | 'limits'>
  deps: Pick<RunContext['deps'], 'prices' | 'clock'>
}

function unpricedWords({ state: { run, money, limits }, deps }: MoneyContext, isAsked: boolean): string {
  const remove = `remove the budget: ${removal(run.number, isLimited({ budgetMicroUsd: null }, limits))}`
  if (isAsked)
    return `the cost of session ${money.completedUnpriced} is not known, because its agent reported no tokens or its model has no price. The budget counts such a session with what was reserved for it. To continue so, for all such sessions of this run: coppice resume ${run.number}. Or ${remove}`
  const add = `Add the price to prices.json in the data folder and start the server again, or ${remove}`
  const sessions = money.unpricedNumbers
  if (sessions.length > 0)
    return `the cost of a request of session ${sessions.join(', ')} is not known, because its model has no price or its agent reported no tokens, so the budget cannot be kept. To see its model: coppice cost ${run.number} --requests. ${add}`
  const models = money.unknownModels(deps.prices, deps.clock.now())
  return `the price of ${models.join(', ') || 'a model'} is not known, so the budget cannot be kept. ${add}`
}

function shortageWords({ state, deps }: MoneyContext, { because, pot, until, missingMicroUsd }: Shortage): string {
  const now = deps.clock.now()
  const use = state.money.use(state.run, deps.prices, now)
  const of = use?.pots.find((one) => one.pot === pot)
  const [limit, spent] = [dollars(of?.limitMicroUsd ?? 0), dollars(of?.spentMicroUsd ?? 0)]
  const whose = pot === 'PROJECT' ? ' of the project' : pot === 'DAY' ? ` of the project for ${dayName(now)} (UTC)` : ''
  const name = pot === 'PROJECT' ? 'project' : pot === 'DAY' ? 'day' : state.run.number
  const raise = `set a higher budget: coppice budget ${name} AMOUNT`
  const then =
    until === null
      ? `To continue, ${raise}`
      : `The run continues at 00:00 UTC on ${dayName(until)}. To continue now, ${raise}`
  if (because === 'spent')
    return `the budget of ${limit}${whose} is spent (${spent}). ${sessionCost(use?.estimates ?? {})}${then}`
  const missing = missingMicroUsd === null ? '' : `: about ${dollars(missingMicroUsd)} more is needed`
  return `${spent} of the budget of ${limit}${whose} are spent, and the rest is probably not enough for the next session${missing}. ${then}`
}

/** Says what sessions of the run probably cost, so that people know how much to add. */
function sessionCost(estimates: BudgetUse['estimates']): string {
  const costs = Object.values(estimates).flatMap((estimate) => estimate?.microUsd ?? [])
  if (costs.length === 0) return ''
  const [least, most] = [dollars(Math.min(...costs)), dollars(Math.max(...costs))]
  return `A session of this run probably costs ${least === most ? least : `${least} to ${most}`}. `
}

const removal = (run: number, isProjectLimited: boolean): string =>
  isProjectLimited
    ? `coppice budget ${run} none, coppice budget project none and coppice budget day none`
    : `coppice budget ${run} none`

const dollars = (microUsd: number): string => `$${(microUsd / 1_000_000).toFixed(microUsd < 100_000 ? 4 : 2)}`
