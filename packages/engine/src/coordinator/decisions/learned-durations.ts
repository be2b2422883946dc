import type { DurationEstimate, PastRun } from '../../domain/forecast.ts'
import type { Store } from '../../ports/store.ts'
import { durationEstimates, type EstimatedTask } from '../../simulation/duration-estimates.ts'
import { type RunOverheads, runOverheads } from '../../simulation/run-overheads.ts'

/** Only the newest runs are read. Older runs say little about the agents of today, and the read must not become slower with each run. */
export const MAX_READ = { runs: 10, tasks: 5_000 }

export interface LearnedDurations {
  estimateOf(task: EstimatedTask): DurationEstimate
  overheads: RunOverheads
  /** The earlier runs from which the estimates follow, newest first. */
  past: readonly PastRun[]
}

/** Returns the estimates that follow from the earlier runs of a project. */
export async function learnedDurations(store: Store, projectId: string): Promise<LearnedDurations> {
  const past = await store.pastRuns(projectId, MAX_READ)
  return { estimateOf: durationEstimates(past), overheads: runOverheads(past), past }
}
