import type { Forecast } from '../domain/forecast.ts'
import { asRunOptions, assertConcurrency, type RunOptions } from '../domain/run-options.ts'
import { chosenGraph } from './chosen-graph.ts'
import { doneTasks } from './done-tasks.ts'
import type { ExpectedCostDeps } from './expected-costs.ts'
import { keptWork } from './kept-work.ts'
import { projectOf } from './project-of.ts'
import type { ReadDeps } from './read-deps.ts'
import { runForecast } from './run-forecast.ts'

export interface ForecastInput extends RunOptions {
  projectId: string
  /** Forecasts only these tasks and the incomplete tasks that they depend on. When absent, it forecasts all incomplete tasks. */
  taskIds?: readonly string[] | null
}

/**
 * Forecasts how long a run that would start now takes, and what it costs.
 *
 * @returns null when there is nothing to do, or more than 5,000 tasks
 * @throws NotFound, InvalidInput, InvalidRepository
 */
export async function forecast(deps: ReadDeps & ExpectedCostDeps, input: ForecastInput): Promise<Forecast | null> {
  const { projectId, taskIds = null, ...options } = input
  assertConcurrency(options.maxConcurrency)
  const project = await projectOf(deps, projectId)
  const plan = await deps.store.plan(projectId)
  const done = await doneTasks(deps, project)
  const kept = new Set((await keptWork(deps, project, done.repository)).keys())
  return runForecast(deps, {
    ...{ project, plan, done: done.keys, kept, graph: chosenGraph(plan, taskIds, done.keys) },
    options: asRunOptions(options),
  })
}
