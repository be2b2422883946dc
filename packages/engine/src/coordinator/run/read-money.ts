import { dayName, dayStart } from '../../domain/budget.ts'
import type { RunContext } from './run-context.ts'

/** The number of earlier sessions of the project from which the cost of the next one is learned. */
const LEARNED_SESSIONS = 500

/** Reads the budgets of the project, and what its sessions have spent, when this server takes up a run. */
export async function readMoney({ deps, state }: Pick<RunContext, 'deps' | 'state'>): Promise<void> {
  const { store, clock, agents } = deps
  const { id, projectId, lastCommand } = state.run
  const today = dayStart(clock.now())
  const [project, past, others, before] = await Promise.all([
    store.project(projectId),
    store.sessionCosts(projectId, LEARNED_SESSIONS),
    store.projectSpending(projectId, today, id),
    store.costsBefore(id, today),
  ])
  // A command that was applied meanwhile has brought limits that are newer than these.
  if (project && state.run.lastCommand === lastCommand) state.limits = project
  state.money.learn(past)
  state.money.knowAgents((kind) => (agents.get(kind)?.defaultModel ?? null) === null)
  state.money.begin({ day: dayName(today), others, before })
}
