import type { Clock } from '@coppice/engine'

const WINDOW_MS = 60_000
export const MOST_FAILURES = 10
/** Memory holds the failures of at most this number of addresses (R4). The address whose last failure is the oldest is dropped first. */
const MOST_ADDRESSES = 1_000

export interface SignInAttempts {
  /** Records a failed sign-in. @returns how many seconds this address should wait; 0 after only a few failures. */
  failed(address: string): number
}

/**
 * Counts failed sign-ins per address. After too many failures, the server asks the client to wait. A correct token or code still gets
 * access during the wait, because all users of a proxy share one address. This is safe, because codes and tokens are too long to guess.
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
