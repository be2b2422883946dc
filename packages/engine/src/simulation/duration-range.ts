import type { DurationRange } from '../domain/forecast.ts'

const LOW = 0.2
const LIKELY = 0.5
const HIGH = 0.8
/** Deviation of the logarithm of a task's duration, and how many deviations a fifth lies from the middle of a normal distribution. */
const SIGMA = 0.5
const FIFTH = 0.842

/**
 * The 20th, 50th and 80th percentile. Few values say little about their spread, so the range is at least as wide as that of a
 * log-normal duration around the middle whose deviation shrinks with the root of their number: of one value 0.66 to 1.52 of it, of
 * nine 0.87 to 1.15. `values`: at least one.
 */
export function rangeOf(values: readonly number[]): DurationRange {
  const sorted = [...values].sort((a, b) => a - b)
  const likelyMs = quantile(sorted, LIKELY)
  const spread = Math.exp((FIFTH * SIGMA) / Math.sqrt(sorted.length))
  return {
    lowMs: Math.round(Math.min(quantile(sorted, LOW), likelyMs / spread)),
    likelyMs: Math.round(likelyMs),
    highMs: Math.round(Math.max(quantile(sorted, HIGH), likelyMs * spread)),
  }
}

/** Interpolated between the two values around it. */
function quantile(sorted: readonly number[], share: number): number {
  const place = share * (sorted.length - 1)
  const below = sorted[Math.floor(place)] ?? 0
  return below + ((sorted[Math.ceil(place)] ?? below) - below) * (place - Math.floor(place))
}
