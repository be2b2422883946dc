import { clockTime } from './clock-time.ts'
import { type CostForecast, costRangeText } from './cost-forecast-words.ts'

/** The forecast of a run, as the API reports it. It is null when the run has no forecast. */
export type ForecastTimes = { wallMs: { lowMs: number; highMs: number }; cost: CostForecast | null } | null

/** Adds the forecast of the time to a text, for example `Run 1, forecast 12:04 to 18:30`. */
export const besideForecast = (words: string, forecast: ForecastTimes): string =>
  forecast === null
    ? words
    : `${words}, forecast ${clockTime(forecast.wallMs.lowMs)} to ${clockTime(forecast.wallMs.highMs)}`

/** Adds the forecasts of the time and the cost, for example `Run 1, forecast 12:04 to 18:30, $1.20 to $2.90`. */
export function besideBoth(words: string, forecast: ForecastTimes): string {
  const cost = costRangeText(forecast?.cost)
  return `${besideForecast(words, forecast)}${cost === null ? '' : `, ${cost}`}`
}
