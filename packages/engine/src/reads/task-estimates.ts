import { learnedDurations } from '../coordinator/decisions/learned-durations.ts'
import type { DurationEstimate } from '../domain/forecast.ts'
import type { Store } from '../ports/store.ts'
import { estimatedTask } from '../simulation/duration-estimates.ts'

/** Returns, by task id, how long each task of the plan would probably have a slot. */
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
