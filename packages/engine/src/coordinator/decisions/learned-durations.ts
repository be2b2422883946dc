import type { DurationEstimate } from '../../domain/forecast.ts'
import type { Store } from '../../ports/store.ts'
import { durationEstimates, type EstimatedTask } from '../../simulation/duration-estimates.ts'
import { type RunOverheads, runOverheads } from '../../simulation/run-overheads.ts'

/** The most runs and tasks that are read. Old runs say little about the agents of today, and the time of a read must not grow without limit. */
const LOOKED_AT = { runs: 10, tasks: 5_000 }

export interface LearnedDurations {
  estimateOf(task: EstimatedTask): DurationEstimate
  overheads: RunOverheads
}

/** Estimates the durations of a project's next run from its earlier runs. */
export async function learnedDurations(store: Store, projectId: string): Promise<LearnedDurations> {
  const past = await store.pastRuns(projectId, LOOKED_AT)
  return { estimateOf: durationEstimates(past), overheads: runOverheads(past) }
}
