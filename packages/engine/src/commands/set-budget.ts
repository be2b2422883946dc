import type { RunRecord } from '../domain/records.ts'
import { changeBudget } from '../lifecycle/budget.ts'
import { budgetOf } from './budget-of.ts'
import type { CommandDeps } from './command-deps.ts'
import { runNotActive } from './run-not-active.ts'

/** Changes the budget of an active run. A run that has paused because of its budget continues. */
export async function setBudget(
  deps: CommandDeps,
  { runId, budgetUsd }: { runId: string; budgetUsd: number | null },
): Promise<RunRecord> {
  const changed = await changeBudget(deps, runId, budgetOf(budgetUsd))
  if (!changed) throw await runNotActive(deps, runId, 'change', ({ status }) => `is ${status}`)
  return changed
}
