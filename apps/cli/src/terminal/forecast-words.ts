import { clockTime } from './clock-time.ts'

/** The forecast of a run, as the API reports it. It is null when the run has no forecast. */
export type ForecastTimes = { wallMs: { lowMs: number; highMs: number } } | null

/** Adds the forecast to a text, for example `Run 1, forecast 12:04 to 18:30`. */
export const besideForecast = (words: string, forecast: ForecastTimes): string =>
  forecast === null
    ? words
    : `${words}, forecast ${clockTime(forecast.wallMs.lowMs)} to ${clockTime(forecast.wallMs.highMs)}`
