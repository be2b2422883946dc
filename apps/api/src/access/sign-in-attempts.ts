import type { Clock } from '@coppice/engine'

const WINDOW_MS = 60_000
export const MOST_FAILURES = 10
/** R4: addresses remembered; beyond, the oldest is forgotten. */
const MOST_ADDRESSES = 1_000

export interface SignInAttempts {
  /** Notes a failure. Returns the seconds for which this address should try nothing; 0 while it has failed a few times only. */
  failed(address: string): number
}

/**
 * Tells who fails again and again to wait. It never stands before the check itself: whoever brings a right token or code gets in,
 * also where others fail from the same address (all of a proxy's users share one). It need not: a code has 256 random bits, and a
 * chosen token has a least length.
 */
export function createSignInAttempts(clock: Clock): SignInAttempts {
  const failures = new Map<string, number[]>()
  return {
    failed(address) {
      const now = clock.now()
      const recent = (failures.get(address) ?? []).filter((at) => at > now - WINDOW_MS)
      const times = [...recent, now].slice(-MOST_FAILURES - 1)
      failures.delete(address)
      failures.set(address, times)
      const [oldest] = failures.keys()
      if (failures.size > MOST_ADDRESSES && oldest !== undefined) failures.delete(oldest)
      const [first = now] = times
      return times.length <= MOST_FAILURES ? 0 : Math.max(1, Math.ceil((first + WINDOW_MS - now) / 1000))
    },
  }
}
