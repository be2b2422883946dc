import type { SessionChoice } from '../../domain/session-choice.ts'
import type { AgentSettings } from '../../domain/settings.ts'
import type { SessionKind } from '../../domain/statuses.ts'
import { takesMoney } from '../../ports/agent-of-session.ts'
import { FreeBudget } from '../../scheduler/free-budget.ts'
import type { ExecutionDeps, RunContext } from '../run/run-context.ts'

interface Payers {
  deps: Pick<ExecutionDeps, 'agents' | 'prices' | 'clock'>
  state: Pick<RunContext['state'], 'run' | 'money'>
  live: Pick<RunContext['live'], 'size'>
}

/**
 * Returns what a session reserves of the budget, in millionths of a dollar (M2). Other sessions may have spent the money after the decision
 * to start this one. The amount is null when the run has no budget, and 0 when the agent reports no use of models or
 * has a flat rate.
 *
 * @returns null when the session must not start now
 */
export function reserveMoney(
  { deps, state, live }: Payers,
  agent: AgentSettings,
  choice: SessionChoice,
  kind: SessionKind,
): { reservedMicroUsd: number | null } | null {
  const costClass = takesMoney(deps.agents, agent) ? state.money.classOf(choice, kind) : undefined
  const use = state.money.use(state.run, deps.prices, deps.clock.now())
  if (use === undefined) return { reservedMicroUsd: null }
  const budget = new FreeBudget({ budget: use, alive: live.size })
  if (budget.ceiling !== null || !budget.fits({ costClass })) return null
  const estimate = costClass === undefined ? 0 : (use.estimates[costClass]?.microUsd ?? 0)
  return { reservedMicroUsd: Math.max(0, Math.min(budget.freeMicroUsd, estimate)) }
}
