import type { DurationRange } from '../domain/forecast.ts'

const LOW = 0.2
const LIKELY = 0.5
const HIGH = 0.8
/** The assumed standard deviation of the logarithm of a task's duration. */
const SIGMA = 0.5
/** The distance of the 20th percentile from the mean of a normal distribution, in standard deviations. */
const FIFTH = 0.842

/**
 * Returns the 20th, 50th and 80th percentile of the values. There must be at least one value. A few values say little about their spread,
 * so the range is never narrower than that of a log-normal distribution with the same median. The standard deviation of its logarithm is
 * SIGMA / √n for n values. For one value the range is at least 0.66 to 1.52 times the median, and for nine values 0.87 to 1.15 times.
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

/** Interpolates between the two nearest values. */
function quantile(sorted: readonly number[], share: number): number {
  const index = share * (sorted.length - 1)
  const below = sorted[Math.floor(index)] ?? 0
  return below + ((sorted[Math.ceil(index)] ?? below) - below) * (index - Math.floor(index))
}
