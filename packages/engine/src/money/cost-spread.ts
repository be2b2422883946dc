import type { CostRange } from '../domain/cost-forecast.ts'

/**
 * The expected cost of a task, and how far the truth may be from it, in millionths of a dollar. Below and above are the distances to the
 * 20th and the 80th percentile (ADR 0086).
 */
export interface CostSpread {
  likely: number
  /** How much this task alone may differ. In a sum, such differences partly cancel each other. */
  own: Distance
  /** How far the expected cost itself may be wrong. It is wrong for all tasks of a run together, so in a sum nothing cancels. */
  shared: Distance
}

interface Distance {
  below: number
  above: number
}

/** The distance of the 80th percentile from the mean of a normal distribution, in standard deviations. */
const FIFTH = 0.842
/** With fewer costs, their own standard deviation says little, so at least `ASSUMED` is used. */
const ENOUGH = 5
/** The assumed standard deviation of the cost of a task, as a share of its mean. */
const ASSUMED = 0.7
/** How much the mean cost of the same tasks differs from run to run, as a share of the mean: other versions of models, a larger repository. */
const BETWEEN_RUNS = 0.25
const NONE: Distance = { below: 0, above: 0 }

/**
 * Returns the expected cost of a task of a group, and how sure it is.
 *
 * @param costs what earlier tasks of the group cost. There must be at least one.
 * @param runs the number of runs that they were in. The tasks of one run are too expensive, or too cheap, together.
 */
export function spreadOf(costs: readonly number[], runs: number): CostSpread {
  const mean = sum(costs) / costs.length
  const measured = mean === 0 ? 0 : deviation(costs, mean) / mean
  const share = costs.length < ENOUGH ? Math.max(ASSUMED, measured) : measured
  return withinMean({
    likely: mean,
    own: logNormal(mean, share ** 2),
    shared: logNormal(mean, share ** 2 / costs.length + BETWEEN_RUNS ** 2 * (1 + 1 / runs)),
  })
}

/** Returns the spread of a cost that was assumed and not measured. If it is wrong, it is wrong for all tasks. */
export const assumedSpread = (low: number, likely: number, high: number): CostSpread => ({
  likely,
  own: NONE,
  shared: { below: likely - low, above: high - likely },
})

/**
 * Returns what an unfinished task will cost from now on. What it has spent lowers the expected rest and does not make it surer. So a task
 * that has cost more than expected may still cost more.
 */
export function restOf({ likely, own, shared }: CostSpread, spent: number): CostSpread {
  const rest = Math.max(0, likely - spent)
  const left = likely === 0 ? 0 : rest / likely
  return {
    likely: rest,
    own: { ...own, below: own.below * left },
    shared: { ...shared, below: shared.below * left },
  }
}

/**
 * Returns the range of a sum. Own distances are added as the sides of right triangles, as independent errors are. Shared distances are added
 * plainly, as errors with the same cause are. So the range is never narrower than if all errors were independent, and never wider than if
 * all had the same cause.
 *
 * @param spent is added to the whole range, in millionths of a dollar
 */
export function totalOf(spreads: readonly CostSpread[], spent = 0): CostRange {
  const distance = (side: keyof Distance) =>
    Math.hypot(Math.sqrt(sum(spreads.map(({ own }) => own[side] ** 2))), sum(spreads.map(({ shared }) => shared[side])))
  const likely = sum(spreads.map((one) => one.likely))
  return {
    lowMicroUsd: Math.round(spent + Math.max(0, likely - distance('below'))),
    likelyMicroUsd: Math.round(spent + likely),
    highMicroUsd: Math.round(spent + likely + distance('above')),
  }
}

/** @param variance the square of the standard deviation, as a share of the mean */
function logNormal(mean: number, variance: number): Distance {
  const factor = Math.exp(FIFTH * Math.sqrt(Math.log1p(variance)))
  return { below: mean * (1 - 1 / factor), above: mean * (factor - 1) }
}

/** A task never costs less than nothing. */
function withinMean({ likely, own, shared }: CostSpread): CostSpread {
  const below = Math.hypot(own.below, shared.below)
  const fits = below > likely ? likely / below : 1
  return {
    likely,
    own: { ...own, below: own.below * fits },
    shared: { ...shared, below: shared.below * fits },
  }
}

const deviation = (costs: readonly number[], mean: number): number =>
  costs.length < 2 ? 0 : Math.sqrt(sum(costs.map((cost) => (cost - mean) ** 2)) / (costs.length - 1))

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0)
