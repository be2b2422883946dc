import type { RunContext } from '../run/run-context.ts'
import { fenceOf } from './news-of.ts'

/**
 * Ends sessions that would exceed the budget (M2): all sessions when the budget is spent, and otherwise those that have made a request with
 * an unknown price (M1). They end as INTERRUPTED, so that their conversations continue after the budget is raised.
 *
 * So a run exceeds its budget at most by what its sessions spend between the fact that reaches the limit and their end: the request that
 * each has in flight, and what it completes within a second, after which its facts are read again.
 */
export function stopSpending({ deps, state, live }: RunContext): void {
  const { budgetMicroUsd } = state.run
  if (budgetMicroUsd === null) return
  const isSpent = state.money.spentMicroUsd >= budgetMicroUsd
  for (const [id, { order }] of live)
    if (isSpent || state.money.unpriced.has(id)) deps.dispatch.recall(fenceOf(order), 'interrupted')
}
