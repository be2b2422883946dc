import type { DurationRange } from '../domain/forecast.ts'

const LOW = 0.2
const LIKELY = 0.5
const HIGH = 0.8
/** The deviation of the logarithm of a task's duration, and the distance of the 20th percentile from the middle of a normal distribution, in deviations. */
const SIGMA = 0.5
const FIFTH = 0.842

/**
 * Returns the 20th, 50th and 80th percentile of at least one value. Few values say little about their spread. So the range is at least
 * that of a log-normal duration around the middle, whose deviation shrinks with the root of the number of values: 0.66 to 1.52 times
 * the middle for one value, 0.87 to 1.15 times for nine.
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

/** Interpolates between the two neighbouring values. */
function quantile(sorted: readonly number[], share: number): number {
  const place = share * (sorted.length - 1)
  const below = sorted[Math.floor(place)] ?? 0
  return below + ((sorted[Math.ceil(place)] ?? below) - below) * (place - Math.floor(place))
}
