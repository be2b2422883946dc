import { backoffMs } from '../scheduler/backoff.ts'
import { logNormal, randomOf } from './random.ts'

/** What the world does to the attempts at a task; pure, so that every number of slots meets the same. Attempts count from 1. */
export interface WorkModel {
  durationMs(key: string, attempt: number): number
  fails(key: string, attempt: number): boolean
  maxAttempts(key: string): number
  /** Between a failed attempt and the next. */
  retryMs(key: string, failures: number): number
  /** Merge and verify of one task; one at a time (D1). */
  mergeMs: number
}

export interface WorkAssumptions {
  /** ms; of a task that is not here, what is expected of it with its spread. */
  durations: ReadonlyMap<string, number>
  /** ms, on the mean. */
  expectedMs: (key: string) => number
  /** Of attempts, 0 to 1. */
  failRate: number
  maxAttempts: (key: string) => number
}

/** Half of the tasks lie between 0.63 and 1.24 of the mean. */
const SPREAD = 0.5

/** By numbers drawn from the tasks' keys: the same input, the same run. */
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
