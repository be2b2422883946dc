import type { Clock } from '@coppice/engine'

const WINDOW_MS = 60_000
export const MOST_FAILURES = 10
/** R4: the most addresses to remember. Beyond that, the oldest is forgotten. */
const MOST_ADDRESSES = 1_000

export interface SignInAttempts {
  /** Records a failure. @returns the seconds that this address should wait; 0 after only a few failures. */
  failed(address: string): number
}

/**
 * Tells a client to wait after repeated failures. It never replaces the check itself: a correct token or code gets access even when others
 * fail from the same address, because all users of a proxy share one. This is safe, because a code has 256 random bits and a chosen token
 * has a minimum length.
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
