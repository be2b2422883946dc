import { clockTime } from './clock-time.ts'

/** What the API says of a run's forecast; null where none was made. */
export type ForecastTimes = { wallMs: { lowMs: number; highMs: number } } | null

/** `…, forecast 12:04 to 18:30`: a run, or what it takes, beside its forecast. */
export const besideForecast = (words: string, forecast: ForecastTimes): string =>
  forecast === null
    ? words
    : `${words}, forecast ${clockTime(forecast.wallMs.lowMs)} to ${clockTime(forecast.wallMs.highMs)}`
