import type { ApiClient } from '../client/api-client.ts'
import { type Refusal, refusedBy } from '../client/refused-by.ts'
import { START_PARALLEL, START_SEQUENTIAL } from './run-operations.ts'

export interface StartedRun {
  id: string
  number: number
}

/** Null where there is nothing to do. */
export async function startRun(
  api: ApiClient,
  projectId: string,
  { parallel = false, maxConcurrency }: { parallel?: boolean; maxConcurrency: number },
): Promise<StartedRun | null> {
  const { start } = await api.request<{ start: Refusal & { run?: StartedRun } }>(
    parallel ? START_PARALLEL : START_SEQUENTIAL,
    { input: parallel ? { projectId, maxConcurrency } : { projectId } },
  )
  if (start.run) return start.run
  if (start.code === 'NOTHING_TO_DO') return null
  throw refusedBy(start)
}
