import { InvalidInput } from './refusals.ts'
import type { Isolation, RunMode, Strategy } from './statuses.ts'

/** The options of a run. They are chosen when the run starts. */
export interface RunOptions {
  mode: RunMode
  strategy: Strategy
  isolation: Isolation
  /** The number of slots, from 1 to 64. A sequential run has one slot. */
  maxConcurrency: number
}

const DEFAULT_MAX_CONCURRENCY = 3
/** The largest number of slots that a run may have (S1: a run never has more running agents than slots). */
export const MAX_CONCURRENCY = 64

export const isConcurrency = (value: number): boolean =>
  Number.isInteger(value) && value >= 1 && value <= MAX_CONCURRENCY

const USUAL = { strategy: 'BATCHES', isolation: 'TASK' } as const
/** The options of a parallel run when the start gives none. */
export const PARALLEL: RunOptions = { ...USUAL, mode: 'PARALLEL', maxConcurrency: DEFAULT_MAX_CONCURRENCY }
export const SEQUENTIAL: RunOptions = { ...USUAL, mode: 'SEQUENTIAL', maxConcurrency: 1 }

/** Checks a number of slots. @throws InvalidInput when it is not a whole number from 1 to 64 */
export function assertConcurrency(maxConcurrency: number): void {
  if (isConcurrency(maxConcurrency)) return
  const message = `maxConcurrency is ${maxConcurrency}; it must be a whole number from 1 to ${MAX_CONCURRENCY}.`
  throw new InvalidInput([{ path: 'maxConcurrency', message }])
}

/** Copies only the options from a larger object. For a sequential run, the number of slots becomes 1. */
export const asRunOptions = ({ mode, strategy, isolation, maxConcurrency }: RunOptions): RunOptions => ({
  ...{ mode, strategy, isolation },
  maxConcurrency: mode === 'SEQUENTIAL' ? 1 : maxConcurrency,
})
