import type { ApiClient } from '../client/api-client.ts'
import { COST_FORECAST, type CostForecast, costRangeText } from '../terminal/cost-forecast-words.ts'
import { count } from '../terminal/count.ts'
import { dollars } from '../terminal/dollars.ts'

/** What a run was expected to cost at its start, what it is expected to cost now, and what it has cost so far. */
export interface RunCostForecast {
  status: string
  costUsd: number
  unpricedSessions: number
  forecast: { cost: CostForecast | null } | null
  /** It is null after the end of the run. */
  expectedCost: CostForecast | null
}

const FORECAST = `query RunCostForecast($id: ID!) {
  run(id: $id) { status costUsd unpricedSessions forecast { cost ${COST_FORECAST} } expectedCost ${COST_FORECAST} }
}`

export async function costForecastOf(api: ApiClient, id: string): Promise<RunCostForecast | null> {
  return (await api.request<{ run: RunCostForecast | null }>(FORECAST, { id })).run
}

/** Describes the forecasts for people. After the end, it says how far the forecast was from the truth. */
export function forecastLines(run: RunCostForecast): string[] {
  const { expectedCost, forecast } = run
  const atStart = costRangeText(forecast?.cost)
  const atEnd = costRangeText(expectedCost)
  const lines = [
    atEnd === null ? null : `expected at the end: ${atEnd} (${sureness(expectedCost)})`,
    atStart === null ? null : (comparison(run) ?? `forecast at the start: ${atStart} (${sureness(forecast?.cost)})`),
    ...missing(expectedCost ?? forecast?.cost ?? null),
  ]
  return lines.filter((line) => line !== null)
}

function sureness(cost: CostForecast | null | undefined): string {
  const sessions = cost?.earlierSessions ?? 0
  return sessions === 0 ? 'assumed, no earlier sessions' : `from ${count(sessions, 'earlier session')}`
}

/** @returns null while the run is active, and for a cancelled run, because it ended early */
function comparison({ status, costUsd, unpricedSessions, forecast }: RunCostForecast): string | null {
  const range = forecast?.cost?.range ?? null
  if (range === null || costUsd === 0 || !['COMPLETED', 'FAILED'].includes(status)) return null
  const words = costRangeText(forecast?.cost)
  // A plain command reports no cost, and the forecast has left it out.
  const hasUnknown = unpricedSessions > 0 && forecast?.cost?.uncountedTasks === 0
  const cost = `${hasUnknown ? 'more than ' : ''}${dollars(costUsd)}`
  if (costUsd > range.highUsd)
    return `cost ${cost}, ${dollars(costUsd - range.highUsd)} more than its forecast of ${words}`
  if (hasUnknown) return `cost ${cost}, forecast ${words}`
  if (costUsd < range.lowUsd)
    return `cost ${cost}, ${dollars(range.lowUsd - costUsd)} less than its forecast of ${words}`
  return `cost ${cost}, as forecast: ${words}`
}

function missing(cost: CostForecast | null): string[] {
  if (cost === null) return []
  const { unknownTasks, uncountedTasks, flatRateTasks } = cost
  return [
    ...(unknownTasks > 0 ? [`${count(unknownTasks, 'task')} of unknown cost in no forecast`] : []),
    ...(flatRateTasks > 0 ? [`${count(flatRateTasks, 'task')} with a flat rate in no forecast`] : []),
    ...(uncountedTasks > 0 ? [`${count(uncountedTasks, 'task')} not counted: a plain command reports no cost`] : []),
  ]
}
