import { modelHistory } from '../coordinator/decisions/model-history.ts'
import type { PastRun } from '../domain/forecast.ts'
import type { ProjectRecord } from '../domain/records.ts'
import type { ChoosableTask } from '../domain/session-choice.ts'
import type { TaskToPay } from '../money/forecast-cost.ts'
import type { Prices } from '../money/prices.ts'
import { taskCostEstimates } from '../money/task-cost-estimates.ts'
import type { Agent } from '../ports/agent.ts'
import { agentOfSession, isFlatRate } from '../ports/agent-of-session.ts'
import type { Clock } from '../ports/clock.ts'
import type { Store } from '../ports/store.ts'
import { inSlices } from './in-slices.ts'
import type { ModelChoicesDeps } from './model-choices.ts'

export interface ExpectedCostDeps extends Pick<ModelChoicesDeps, 'chooserOf'> {
  store: Store
  clock: Clock
  agents: ReadonlyMap<string, Agent>
  prices: Prices
}

export type CostOfTask = (task: ChoosableTask & { key: string }) => TaskToPay['cost']

/**
 * Returns a function that estimates what a task of a project will cost in one run. It expects the model of the first attempt. What a
 * stronger model costs after a failure is in the costs of the earlier tasks.
 *
 * @param past the earlier runs of the project
 */
export async function expectedCosts(
  { store, clock, agents, prices, chooserOf }: ExpectedCostDeps,
  { id, settings }: ProjectRecord,
  past: readonly PastRun[],
): Promise<CostOfTask> {
  const choose = chooserOf(settings, await modelHistory(store, id))
  const estimate = taskCostEstimates(past, prices, clock.now())
  return (task) => {
    if (!(agentOfSession(agents, task.settings.agent)?.isFollowed ?? false)) return 'UNCOUNTED'
    if (isFlatRate(agents, task.settings.agent)) return 'FLAT_RATE'
    const { model, domain, isOwnName } = choose({ ...task, attempts: 0, qualityFailures: 0 })
    return estimate({ key: task.key, agent: task.agent, model, domain, isOwnName })
  }
}

/**
 * Returns what each of many tasks will cost. To choose the model of a task, its text is judged, so other work can run in between.
 *
 * @param spentOf returns what a task has cost in this run so far, in millionths of a dollar
 */
export function tasksToPay<Task extends ChoosableTask & { key: string }>(
  tasks: readonly Task[],
  costOf: CostOfTask,
  spentOf: (task: Task) => number = () => 0,
): Promise<TaskToPay[]> {
  return inSlices(paidOneByOne(tasks, costOf, spentOf))
}

/** The number of tasks between two chances for other work. */
const SLICE = 50

function* paidOneByOne<Task extends ChoosableTask & { key: string }>(
  tasks: readonly Task[],
  costOf: CostOfTask,
  spentOf: (task: Task) => number,
): Generator<void, TaskToPay[]> {
  const costs: TaskToPay[] = []
  for (const task of tasks) {
    costs.push({ cost: costOf(task), spentMicroUsd: spentOf(task) })
    if (costs.length % SLICE === 0) yield
  }
  return costs
}
