import { backoffMs } from '../scheduler/backoff.ts'
import { logNormal, randomOf } from './random.ts'

/** What happens to the attempts at a task. It is pure, so that every number of slots meets the same. Attempts count from 1. */
export interface WorkModel {
  durationMs(key: string, attempt: number): number
  fails(key: string, attempt: number): boolean
  maxAttempts(key: string): number
  /** The wait between a failed attempt and the next. */
  retryMs(key: string, failures: number): number
  /** D1: merge and verify of one task. They run one at a time. */
  mergeMs: number
}

export interface WorkAssumptions {
  /** Known durations in ms. The duration of any other task is drawn around what is expected. */
  durations: ReadonlyMap<string, number>
  /** The mean, in ms. */
  expectedMs: (key: string) => number
  /** The share of attempts that fail, 0 to 1. */
  failRate: number
  maxAttempts: (key: string) => number
}

/** Half of the tasks take between 0.63 and 1.24 times the mean. */
const SPREAD = 0.5

/** Draws its numbers from the keys of the tasks, so that the same input gives the same run. */
export function workModel({ durations, expectedMs, failRate, maxAttempts }: WorkAssumptions): WorkModel {
  return {
    durationMs: (key, attempt) =>
      durations.get(key) ??
      Math.max(
        1,
        Math.round(
          logNormal(expectedMs(key), SPREAD, [randomOf('long', key, attempt), randomOf('wide', key, attempt)]),
        ),
      ),
    fails: (key, attempt) => randomOf('fails', key, attempt) < failRate,
    maxAttempts,
    retryMs: (key, failures) => backoffMs(failures, randomOf('again', key, failures)),
    mergeMs: 0,
  }
}
