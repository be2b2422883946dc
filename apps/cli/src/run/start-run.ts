import type { ApiClient } from '../client/api-client.ts'
import { type Refusal, refusedBy } from '../client/refused-by.ts'
import type { ForecastTimes } from '../terminal/forecast-words.ts'
import { START_PARALLEL, START_SEQUENTIAL } from './run-operations.ts'
import type { RunOptions } from './run-options.ts'
import { taskIdsOf } from './task-ids-of.ts'

export interface StartedRun {
  id: string
  number: number
  forecast: ForecastTimes
}

type StartOptions = Pick<RunOptions, 'parallel' | 'maxConcurrency' | 'strategy' | 'isolation' | 'task' | 'budget'>

/** Starts a run of the project. @returns null when no tasks are left to do. @throws the refusal of the server. */
export async function startRun(api: ApiClient, projectId: string, options: StartOptions): Promise<StartedRun | null> {
  const taskIds = options.task && (await taskIdsOf(api, projectId, options.task))
  const { start } = await api.request<{ start: Refusal & { run?: StartedRun } }>(
    options.parallel ? START_PARALLEL : START_SEQUENTIAL,
    { input: { projectId, taskIds, budgetUsd: options.budget, ...(options.parallel ? parallelInput(options) : {}) } },
  )
  if (start.run) return start.run
  if (start.code === 'NOTHING_TO_DO') return null
  throw refusedBy(start)
}

const parallelInput = ({ maxConcurrency, strategy, isolation }: StartOptions) => ({
  maxConcurrency,
  strategy: strategy.toUpperCase(),
  isolation: isolation.toUpperCase(),
})
