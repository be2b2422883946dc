import { COST_BASES, type CostForecast } from '../domain/cost-forecast.ts'
import { restOf, totalOf } from './cost-spread.ts'
import type { TaskCost } from './task-cost-estimates.ts'

/** Why a task is in no range. */
type Without = 'UNCOUNTED' | 'FLAT_RATE' | 'UNKNOWN'

/** A task that a run still has to do. */
export interface TaskToPay {
  /** `UNCOUNTED`: its agent reports no use of models. `FLAT_RATE`: its agent has a flat rate. `UNKNOWN`: its cost cannot be known (M1). */
  cost: TaskCost | Without
  /** What its sessions have cost in this run so far, in millionths of a dollar. */
  spentMicroUsd: number
}

/**
 * Forecasts what a run costs until its end.
 *
 * @param tasks the tasks that the run still has to do
 * @param spentMicroUsd what all sessions of the run have cost so far, in millionths of a dollar
 */
export function forecastCost(tasks: readonly TaskToPay[], spentMicroUsd = 0): CostForecast {
  const known = tasks.flatMap(({ cost, spentMicroUsd: spent }) => (typeof cost === 'string' ? [] : [{ cost, spent }]))
  const without = (why: Without) => tasks.filter(({ cost }) => cost === why).length
  const groups = new Set(known.map(({ cost }) => cost.from))
  const from = new Set([...groups].flat())
  const isKnown = known.length > 0 || spentMicroUsd > 0 || tasks.length === 0
  return {
    range: isKnown
      ? totalOf(
          known.map(({ cost, spent }) => restOf(cost, spent)),
          spentMicroUsd,
        )
      : null,
    bases: COST_BASES.map((basis) => ({
      basis,
      tasks: known.filter(({ cost }) => cost.basis === basis).length,
    })).filter(({ tasks }) => tasks > 0),
    earlierSessions: [...from].reduce((sum, { sessions }) => sum + sessions.length, 0),
    uncountedTasks: without('UNCOUNTED'),
    flatRateTasks: without('FLAT_RATE'),
    unknownTasks: without('UNKNOWN'),
  }
}
