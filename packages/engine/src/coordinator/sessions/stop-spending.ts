import type { RunContext } from '../run/run-context.ts'
import { fenceOf } from './news-of.ts'

/**
 * Ends sessions that would exceed the budget (M2): all sessions when one of its budgets is spent, and otherwise those that have made a request with
 * an unknown price (M1). They end as INTERRUPTED, so that their conversations continue after the budget is raised.
 *
 * Facts are read at most once a second. So if agents report each request, a run can exceed its budget only by the requests in flight, and by
 * those that end before the facts are read again.
 */
export function stopSpending({ deps, state, live }: RunContext): void {
  const use = state.money.use(state.run, deps.prices, deps.clock.now())
  if (use === undefined) return
  const isSpent = use.pots.some(({ spentMicroUsd, limitMicroUsd }) => spentMicroUsd >= limitMicroUsd)
  for (const [id, { order }] of live)
    if (isSpent || state.money.unpriced.has(id)) deps.dispatch.recall(fenceOf(order), 'interrupted')
}
