/** What a run is expected to cost. All amounts are whole millionths of a dollar. */

/**
 * A range of costs. A run costs less than `lowMicroUsd` in about one of five cases, and more than `highMicroUsd` in about one of five.
 * `likelyMicroUsd` is the expected cost.
 */
export interface CostRange {
  lowMicroUsd: number
  likelyMicroUsd: number
  highMicroUsd: number
}

/**
 * The source of the expected cost of a task, best first:
 *
 * - `TASK`: earlier runs of the task with the same model.
 * - `DOMAIN`: earlier tasks of the same domain with the same model.
 * - `MODEL`: earlier tasks with the same model.
 * - `ASSUMED`: no source, so a usual number of tokens at the price of the model.
 */
export const COST_BASES = ['TASK', 'DOMAIN', 'MODEL', 'ASSUMED'] as const
export type CostBasis = (typeof COST_BASES)[number]

export interface CostForecast {
  /** It is null when no task has a known cost to expect. An unknown cost is never 0 (M1). */
  range: CostRange | null
  /** The number of tasks in the range by the source of their cost, best source first. A source without tasks is absent. */
  bases: readonly { basis: CostBasis; tasks: number }[]
  /** The number of earlier sessions from which the range comes. */
  earlierSessions: number
  /** The number of tasks that are not in the range, because their agents report no use of models. A plain command is such an agent. */
  uncountedTasks: number
  /** The number of tasks that are not in the range, because their agents have a flat rate. It is absent in forecasts of earlier versions. */
  flatRateTasks?: number
  /** The number of tasks that are not in the range, because the price of their model or the use of their agent is unknown. */
  unknownTasks: number
}
