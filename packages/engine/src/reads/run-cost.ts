import { MAX_READ } from '../coordinator/decisions/learned-durations.ts'
import type { CostForecast } from '../domain/cost-forecast.ts'
import type { RunTaskRecord } from '../domain/records.ts'
import { isRunEnded, isTaskEnded } from '../domain/statuses.ts'
import { forecastCost } from '../money/forecast-cost.ts'
import { type ExpectedCostDeps, expectedCosts, tasksToPay } from './expected-costs.ts'
import { projectOf } from './project-of.ts'
import { MOST_TASKS_FORECAST } from './run-forecast.ts'

/**
 * Forecasts what an active run will have cost at its end: what it has spent, and a range for the rest. Its own ended tasks count as earlier
 * ones. A task whose work is only to be merged is expected to cost nothing more. One that waits for a conflict session is not among them.
 *
 * @returns null when the run has ended, does not exist, or has more than `MOST_TASKS_FORECAST` tasks
 */
export async function runCost(deps: ExpectedCostDeps, runId: string): Promise<CostForecast | null> {
  const { store } = deps
  const run = await store.run(runId)
  if (run === null || isRunEnded(run.status) || run.totalTasks > MOST_TASKS_FORECAST) return null
  const [project, past, tasks, spent] = await Promise.all([
    projectOf(deps, run.projectId),
    store.pastRuns(run.projectId, MAX_READ),
    store.runTasks(runId),
    store.taskCosts(runId),
  ])
  const costOf = await expectedCosts(deps, { ...project, settings: run.settings }, past)
  const isOpen = (task: (typeof tasks)[number]) =>
    !isTaskEnded(task.status) && !isOnlyToMerge(task) && task.keptFromRunId === null
  const spentOf = ({ id }: { id: string }) => spent.get(id) ?? 0
  const open = await tasksToPay(tasks.filter(isOpen), costOf, spentOf)
  return forecastCost(
    open,
    [...spent.values()].reduce((sum, one) => sum + one, 0),
  )
}

const isOnlyToMerge = ({ status, conflictFiles }: Pick<RunTaskRecord, 'status' | 'conflictFiles'>): boolean =>
  status === 'MERGING' && conflictFiles.length === 0
