import { learnedDurations } from '../coordinator/learned-durations.ts'
import type { DurationEstimate } from '../domain/forecast.ts'
import type { Store } from '../ports/store.ts'
import { estimatedTask } from '../simulation/duration-estimates.ts'

/** Estimates how long each task of the plan would occupy a slot, by task id. */
export async function taskEstimates(
  { store }: { store: Store },
  projectId: string,
): Promise<ReadonlyMap<string, DurationEstimate>> {
  const { epics, tasks } = await store.plan(projectId)
  const { estimateOf } = await learnedDurations(store, projectId)
  const epicKeys = new Map(epics.map(({ id, key }) => [id, key]))
  return new Map(
    tasks.map(({ id, key, epicId, settings }) => [
      id,
      estimateOf(estimatedTask(key, epicKeys.get(epicId) ?? '', settings)),
    ]),
  )
}
