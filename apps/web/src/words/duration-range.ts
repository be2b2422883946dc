export interface Range {
  lowMs: number
  highMs: number
}

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const FEW_MINUTES = 5
const FEW_HOURS = 10

/** Rounds a small value to halves (`1.5 h`) and a large value to a whole number. */
const inHalves = (value: number, isFew: boolean, round: (value: number) => number): number =>
  isFew ? round(value * 2) / 2 : round(value)

const hours = (ms: number): number => inHalves(ms / HOUR_MS, ms < FEW_HOURS * HOUR_MS, Math.round)

const joined = (low: number, high: number, unit: string): string =>
  low === high ? `about ${high} ${unit}` : `${low}–${high} ${unit}`

/** Formats a range of durations, for example `10–25 s`, `1.5–2 min` or `about 2 min`. The unit is that of the longer end. */
export function rangeWords({ lowMs, highMs }: Range): string {
  if (highMs < 1.5 * MINUTE_MS) {
    const [low, high] = [Math.ceil(lowMs / 5000) * 5, Math.max(5, Math.ceil(highMs / 5000) * 5)]
    return joined(low, high, 's')
  }
  if (highMs < 2 * HOUR_MS) {
    const isFew = highMs < FEW_MINUTES * MINUTE_MS
    const low = Math.max(isFew ? 0.5 : 1, inHalves(lowMs / MINUTE_MS, isFew, Math.round))
    return joined(low, inHalves(highMs / MINUTE_MS, isFew, Math.ceil), 'min')
  }
  return joined(Math.max(0.5, hours(lowMs)), hours(highMs), 'h')
}

/** Formats a rounded duration, for example `40 s`, `9 min` or `2.5 h`. */
export function about(ms: number): string {
  if (ms < 1.5 * MINUTE_MS) return `${Math.max(1, Math.round(ms / 1000))} s`
  return ms < 2 * HOUR_MS ? `${Math.round(ms / MINUTE_MS)} min` : `${hours(ms)} h`
}
