import type { Row } from '../table.ts'

/** The times of one round, in ms. */
export interface Measured {
  ours: number
  theirs: number
}

/** Makes a row of the median ratio of some rounds. It names the medians of the times, and the smallest and the largest ratio. */
export function comparison(what: string, rounds: readonly Measured[], limit: number): Row {
  const ratios = rounds.map(({ ours, theirs }) => ours / theirs)
  const times = [median(rounds.map(({ ours }) => ours)), median(rounds.map(({ theirs }) => theirs))]
  const [least, most] = [Math.min(...ratios), Math.max(...ratios)]
  const spread = `${least.toFixed(2)} to ${most.toFixed(2)}`
  return {
    what: `${what}, ${times.map((ms) => `${ms.toFixed(1)} ms`).join(' ÷ ')} (${spread})`,
    is: median(ratios),
    limit,
  }
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
