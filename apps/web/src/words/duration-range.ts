export interface Range {
  lowMs: number
  highMs: number
}

const MINUTE_MS = 60_000
const HOUR_MS = 3_600_000

/** One hour and a half is `1.5 h`; beyond ten hours nobody asks for the half. */
function hours(ms: number): number {
  const value = ms / HOUR_MS
  return value < 10 ? Math.round(value * 2) / 2 : Math.round(value)
}

const joined = (low: number, high: number, unit: string): string =>
  low === high ? `about ${high} ${unit}` : `${low}–${high} ${unit}`

/** `10–25 s`, `6–9 min`, `1.5–3 h`, `about 2 min`; the unit is that of the longer end, and nothing is said to take no time. */
export function rangeWords({ lowMs, highMs }: Range): string {
  if (highMs < 1.5 * MINUTE_MS) {
    const [low, high] = [Math.ceil(lowMs / 5000) * 5, Math.max(5, Math.ceil(highMs / 5000) * 5)]
    return joined(low, high, 's')
  }
  if (highMs < 2 * HOUR_MS)
    return joined(Math.max(1, Math.round(lowMs / MINUTE_MS)), Math.ceil(highMs / MINUTE_MS), 'min')
  return joined(Math.max(0.5, hours(lowMs)), hours(highMs), 'h')
}

/** `40 s`, `9 min`, `2.5 h`. */
export function about(ms: number): string {
  if (ms < 1.5 * MINUTE_MS) return `${Math.max(1, Math.round(ms / 1000))} s`
  if (ms < 2 * HOUR_MS) return `${Math.round(ms / MINUTE_MS)} min`
  return `${hours(ms)} h`
}
