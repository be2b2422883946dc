import { backoffMs } from '../scheduler/backoff.ts'
import { logNormal, randomOf } from './random.ts'

/**
 * What happens in the attempts of simulated tasks. The model is pure, so that simulations with different numbers of slots can be
 * compared. Attempts are numbered from 1, and times are in ms.
 */
export interface WorkModel {
  durationMs(key: string, attempt: number): number
  fails(key: string, attempt: number): boolean
  maxAttempts(key: string): number
  /** Returns the wait between a failed attempt and the next one. */
  retryMs(key: string, failures: number): number
  /** The time to merge and verify one task. Merges are made one after the other (D1). */
  mergeMs: number
}

export interface WorkAssumptions {
  /** The known durations by task key, in ms. Other durations are random, with the mean `expectedMs`. */
  durations: ReadonlyMap<string, number>
  /** Returns the mean duration of a task, in ms. */
  expectedMs: (key: string) => number
  /** The share of attempts that fail, from 0 to 1. */
  failRate: number
  maxAttempts: (key: string) => number
}

/** The standard deviation of the logarithm of a duration. With it, half of the tasks take between 0.63 and 1.24 times the mean. */
const SPREAD = 0.5

/**
 * Creates a model whose random numbers depend only on the key of a task and the number of an attempt, so that the same input gives the same
 * run.
 */
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
