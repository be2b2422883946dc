import type { DurationEstimate } from '../../domain/forecast.ts'
import type { Store } from '../../ports/store.ts'
import { durationEstimates, type EstimatedTask } from '../../simulation/duration-estimates.ts'
import { type RunOverheads, runOverheads } from '../../simulation/run-overheads.ts'

/** What is old says little about the agents of today; and what is learned must cost the same however long a project lives. */
const LOOKED_AT = { runs: 10, tasks: 5_000 }

export interface LearnedDurations {
  estimateOf(task: EstimatedTask): DurationEstimate
  overheads: RunOverheads
}

/** What earlier runs of a project say about the next one. */
export async function learnedDurations(store: Store, projectId: string): Promise<LearnedDurations> {
  const past = await store.pastRuns(projectId, LOOKED_AT)
  return { estimateOf: durationEstimates(past), overheads: runOverheads(past) }
}
