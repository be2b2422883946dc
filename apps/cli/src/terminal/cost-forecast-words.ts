import { dollars } from './dollars.ts'

/** The expected cost of a run, as the API reports it. */
export interface CostForecast {
  /** In dollars. It is null when no task has a known cost to expect. */
  range: { lowUsd: number; highUsd: number } | null
  earlierSessions: number
  /** Tasks whose agents report no use of models. They are not in the range. */
  uncountedTasks: number
  /** Tasks whose agents have a flat rate. They are not in the range. */
  flatRateTasks: number
  /** Tasks whose cost is unknown. They are not in the range. */
  unknownTasks: number
}

/** The fields of `CostForecast` in a document. */
export const COST_FORECAST = '{ range { lowUsd highUsd } earlierSessions uncountedTasks flatRateTasks unknownTasks }'

/** Writes the range, for example `$1.20 to $2.90`. @returns null when there is none */
export function costRangeText(forecast: CostForecast | null | undefined): string | null {
  const range = forecast?.range ?? null
  if (range === null) return null
  const text = `${dollars(range.lowUsd)} to ${dollars(range.highUsd)}`
  return (forecast?.unknownTasks ?? 0) > 0 ? `more than ${text}` : text
}
