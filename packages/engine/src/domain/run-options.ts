import { InvalidInput } from './refusals.ts'
import type { Isolation, RunMode, Strategy } from './statuses.ts'

/** The options of a run, given at its start. */
export interface RunOptions {
  mode: RunMode
  strategy: Strategy
  isolation: Isolation
  /** 1 to 64. A sequential run has 1. */
  maxConcurrency: number
}

/** S1: the greatest number of sessions of one run that may be alive at once. */
const DEFAULT_MAX_CONCURRENCY = 3
export const MAX_CONCURRENCY = 64

export const isConcurrency = (value: number): boolean =>
  Number.isInteger(value) && value >= 1 && value <= MAX_CONCURRENCY

const USUAL = { strategy: 'BATCHES', isolation: 'TASK' } as const
/** The options of a start that gives none. */
export const PARALLEL: RunOptions = { ...USUAL, mode: 'PARALLEL', maxConcurrency: DEFAULT_MAX_CONCURRENCY }
export const SEQUENTIAL: RunOptions = { ...USUAL, mode: 'SEQUENTIAL', maxConcurrency: 1 }

/** Refuses: InvalidInput. */
export function assertConcurrency(maxConcurrency: number): void {
  if (isConcurrency(maxConcurrency)) return
  const message = `maxConcurrency is ${maxConcurrency}; it must be a whole number from 1 to ${MAX_CONCURRENCY}.`
  throw new InvalidInput([{ path: 'maxConcurrency', message }])
}

/** Picks the options from a larger object. A sequential run has one slot. */
export const asRunOptions = ({ mode, strategy, isolation, maxConcurrency }: RunOptions): RunOptions => ({
  ...{ mode, strategy, isolation },
  maxConcurrency: mode === 'SEQUENTIAL' ? 1 : maxConcurrency,
})
