import { learnedDurations } from '../coordinator/decisions/learned-durations.ts'
import type { Forecast } from '../domain/forecast.ts'
import type { GraphInput } from '../domain/plan.ts'
import type { PlanRecord, ProjectRecord } from '../domain/records.ts'
import type { RunOptions } from '../domain/run-options.ts'
import { estimatedTask } from '../simulation/duration-estimates.ts'
import { forecastRun } from '../simulation/forecast-run.ts'
import { runGraphOf } from '../simulation/run-graph.ts'
import type { ExpectedCostDeps } from './expected-costs.ts'
import { inSlices } from './in-slices.ts'
import { planCost } from './plan-cost.ts'

/** A larger run gets no forecast, because the calculation would take longer than a person waits. */
export const MOST_TASKS_FORECAST = 5_000

export interface ForecastOf {
  project: ProjectRecord
  plan: PlanRecord
  /** The tasks of the run. Some of them may be done. */
  graph: GraphInput
  /** Keys of tasks that are done. */
  done: ReadonlySet<string>
  /** Ids of tasks whose finished work is kept (D6). */
  kept: ReadonlySet<string>
  options: RunOptions
}

/** Forecasts a run of the tasks that are not done. @returns null when there are none, or more than `MOST_TASKS_FORECAST` */
export async function runForecast(deps: ExpectedCostDeps, of: ForecastOf): Promise<Forecast | null> {
  const tasks = of.graph.tasks.filter(({ key }) => !of.done.has(key))
  if (tasks.length === 0 || tasks.length > MOST_TASKS_FORECAST) return null
  const { estimateOf, overheads, past } = await learnedDurations(deps.store, of.project.id)
  const records = new Map(of.plan.tasks.filter((task) => task.archivedAt === null).map((task) => [task.key, task]))
  const epicOf = new Map(tasks.map(({ key, epicKey }) => [key, epicKey]))
  const forecasting = forecastRun({
    graph: runGraphOf(
      { epics: of.graph.epics, tasks },
      {
        resources: of.project.settings.resources,
        usesOf: (key) => records.get(key)?.settings.uses ?? [],
        filesOf: (key) => records.get(key)?.settings.files ?? [],
      },
    ),
    options: of.options,
    overheads,
    estimateOf(key) {
      const task = records.get(key)
      if (!task) throw new Error(`the graph contains the task ${key}, but the plan does not`)
      if (of.kept.has(task.id)) return null
      return estimateOf(estimatedTask(key, epicOf.get(key) ?? '', task.settings))
    },
  })
  const forecast = await inSlices(forecasting)
  return { ...forecast, cost: await planCost(deps, { ...of, past }) }
}
