/** Exponential back-off with full jitter (S5): the wait is random, from 0 to a ceiling that doubles with every failure, up to `capMs`. */
export interface BackoffPolicy {
  baseMs: number
  capMs: number
}

export const DEFAULT_BACKOFF: BackoffPolicy = { baseMs: 1_000, capMs: 60_000 }

/**
 * @param failures the number of counted failures so far, from 1
 * @param random in [0, 1)
 * @returns how long to wait before the next attempt, in ms
 */
export function backoffMs(failures: number, random: number, policy: BackoffPolicy = DEFAULT_BACKOFF): number {
  const ceiling = Math.min(policy.capMs, policy.baseMs * 2 ** Math.min(30, Math.max(0, failures - 1)))
  return Math.round(random * ceiling)
}
