import type { ProjectBudget } from '../domain/budget.ts'
import { changeProjectBudget } from '../lifecycle/budget.ts'
import { projectOf } from '../reads/project-of.ts'
import { budgetOf } from './budget-of.ts'
import type { CommandDeps } from './command-deps.ts'

export interface SetProjectBudget {
  projectId: string
  /** What all runs of the project may cost together, in dollars. Null removes the budget. When absent, it stays as it is. */
  budgetUsd?: number | null
  /** The same for one day (UTC). */
  dayBudgetUsd?: number | null
}

/** Changes what a project may cost. An active run of the project that has paused because of a budget continues. */
export async function setProjectBudget(deps: CommandDeps, input: SetProjectBudget): Promise<void> {
  const project = await projectOf(deps, input.projectId)
  const patch: Partial<ProjectBudget> = {
    ...(input.budgetUsd !== undefined && { budgetMicroUsd: budgetOf(input.budgetUsd) }),
    ...(input.dayBudgetUsd !== undefined && { dayBudgetMicroUsd: budgetOf(input.dayBudgetUsd, 'dayBudgetUsd') }),
  }
  const run = await deps.store.activeRun(project.id)
  if (run && (await changeProjectBudget(deps, run, patch))) return
  await deps.store.transaction((tx) => tx.updateProject(project.id, patch))
  // A run that was stored between the two reads may have begun with the old budgets.
  const started = await deps.store.activeRun(project.id)
  if (started && started.id !== run?.id) await changeProjectBudget(deps, started, patch)
}
