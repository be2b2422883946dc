import { InvalidInput } from './refusals.ts'

/** S1: how many sessions of one run may be alive at once. */
export const DEFAULT_MAX_CONCURRENCY = 3
export const MAX_CONCURRENCY = 64

export const isConcurrency = (value: number): boolean =>
  Number.isInteger(value) && value >= 1 && value <= MAX_CONCURRENCY

/** Refuses: InvalidInput. */
export function assertConcurrency(maxConcurrency: number): void {
  if (isConcurrency(maxConcurrency)) return
  const message = `maxConcurrency is ${maxConcurrency}; it must be a whole number from 1 to ${MAX_CONCURRENCY}.`
  throw new InvalidInput([{ path: 'maxConcurrency', message }])
}
