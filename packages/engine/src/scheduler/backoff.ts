/** S5: exponential with full jitter. Attempt numbers count from 1. */
export interface BackoffPolicy {
  baseMs: number
  capMs: number
}

export const DEFAULT_BACKOFF: BackoffPolicy = { baseMs: 1_000, capMs: 60_000 }

/** How long to wait after the `failures`-th counted failure; `random` in [0, 1). */
export function backoffMs(failures: number, random: number, policy: BackoffPolicy = DEFAULT_BACKOFF): number {
  const ceiling = Math.min(policy.capMs, policy.baseMs * 2 ** Math.min(30, Math.max(0, failures - 1)))
  return Math.round(random * ceiling)
}
