import type { Estimated } from '../../domain/expertise-lift.ts'

/** The 97.5 % quantile of the normal distribution. */
const Z = 1.959964

/** Estimates a share by the score interval of Wilson, which is also valid for few trials and for shares near 0 and 1. */
export function share(successes: number, trials: number): Estimated {
  if (trials === 0) return { value: 0, low: 0, high: 1 }
  const value = successes / trials
  const scale = 1 + Z ** 2 / trials
  const middle = (value + Z ** 2 / (2 * trials)) / scale
  const half = (Z / scale) * Math.sqrt((value * (1 - value)) / trials + Z ** 2 / (4 * trials ** 2))
  return { value, low: Math.max(0, middle - half), high: Math.min(1, middle + half) }
}

/** Estimates the difference of two independent shares by Newcombe's hybrid score interval (his method 10). */
export function differenceOfShares(one: Estimated, other: Estimated): Estimated {
  const value = one.value - other.value
  return {
    value,
    low: value - Math.hypot(one.value - one.low, other.high - other.value),
    high: value + Math.hypot(one.high - one.value, other.value - other.low),
  }
}

/** Estimates the difference of two means by Welch's interval, which does not assume equal variances. Each list has at least two values. */
export function differenceOfMeans(ones: readonly number[], others: readonly number[]): Estimated {
  const [one, other] = [momentsOf(ones), momentsOf(others)]
  const value = one.mean - other.mean
  const [a, b] = [one.variance / ones.length, other.variance / others.length]
  if (a + b === 0) return { value, low: value, high: value }
  const freedom = (a + b) ** 2 / (a ** 2 / (ones.length - 1) + b ** 2 / (others.length - 1))
  const half = studentQuantile(freedom) * Math.sqrt(a + b)
  return { value, low: value - half, high: value + half }
}

export const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length

function momentsOf(values: readonly number[]): { mean: number; variance: number } {
  const mean = meanOf(values)
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  return { mean, variance: squares / (values.length - 1) }
}

/**
 * Returns the 97.5 % quantile of Student's distribution by the expansion 26.7.5 of Abramowitz and Stegun. From 5 degrees of freedom on, its
 * error is below 0.2 %.
 */
export function studentQuantile(freedom: number): number {
  const [g1, g2] = [(Z ** 3 + Z) / 4, (5 * Z ** 5 + 16 * Z ** 3 + 3 * Z) / 96]
  const g3 = (3 * Z ** 7 + 19 * Z ** 5 + 17 * Z ** 3 - 15 * Z) / 384
  const g4 = (79 * Z ** 9 + 776 * Z ** 7 + 1482 * Z ** 5 - 1920 * Z ** 3 - 945 * Z) / 92_160
  return Z + g1 / freedom + g2 / freedom ** 2 + g3 / freedom ** 3 + g4 / freedom ** 4
}
