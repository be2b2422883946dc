import type { CostForecast } from '../domain/cost-forecast.ts'
import type { PastRun } from '../domain/forecast.ts'
import type { GraphInput } from '../domain/plan.ts'
import { effectivePriority } from '../domain/priority.ts'
import type { PlanRecord, ProjectRecord } from '../domain/records.ts'
import { forecastCost } from '../money/forecast-cost.ts'
import { planGraph } from '../plan/plan-graph.ts'
import { type ExpectedCostDeps, expectedCosts, tasksToPay } from './expected-costs.ts'

export interface CostOfPlan {
  project: ProjectRecord
  plan: PlanRecord
  /** The tasks of the run. Some of them may be done. */
  graph: GraphInput
  /** Keys of tasks that are done. */
  done: ReadonlySet<string>
  /** Ids of tasks whose finished work is kept, so that no agent starts for them (D6). */
  kept: ReadonlySet<string>
  past: readonly PastRun[]
}

/** Forecasts what a run of the tasks that are not done will cost. */
export async function planCost(deps: ExpectedCostDeps, of: CostOfPlan): Promise<CostForecast> {
  const { plan, done, kept } = of
  const costOf = await expectedCosts(deps, of.project, of.past)
  const graph = planGraph({ ...of.graph, done })
  const wanted = new Set(of.graph.tasks.filter(({ key }) => !done.has(key)).map(({ key }) => key))
  const epics = new Map(plan.epics.map((epic) => [epic.id, epic]))
  const tasks = plan.tasks.filter(({ key, id, archivedAt }) => archivedAt === null && wanted.has(key) && !kept.has(id))
  const choosable = tasks.map((task) => ({
    ...task,
    agent: task.settings.agent.kind,
    model: task.settings.model,
    priority: effectivePriority(task, epics.get(task.epicId)),
    dependsOn: graph.ok ? graph.dependsOn.get(task.key) : [],
    ...{ attempts: 0, qualityFailures: 0 },
  }))
  return forecastCost(await tasksToPay(choosable, costOf))
}
