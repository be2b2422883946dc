import type { Clock } from '@coppice/engine'

const WINDOW_MS = 60_000
export const MOST_FAILURES = 10
/** R4: addresses remembered; beyond, the oldest is forgotten. */
const MOST_ADDRESSES = 1_000

export interface SignInAttempts {
  /** Seconds until this address may try again; 0: now. */
  waitSeconds(address: string): number
  failed(address: string): void
}

/** Slows guessing down: ten failures of one address within a minute, then a wait. Whoever knows the secret is not counted. */
export function createSignInAttempts(clock: Clock): SignInAttempts {
  const failures = new Map<string, number[]>()

  function recent(address: string): number[] {
    const since = clock.now() - WINDOW_MS
    return (failures.get(address) ?? []).filter((at) => at > since)
  }

  return {
    waitSeconds(address) {
      const [first, ...others] = recent(address)
      if (first === undefined || others.length + 1 < MOST_FAILURES) return 0
      return Math.ceil((first + WINDOW_MS - clock.now()) / 1000)
    },
    failed(address) {
      const times = [...recent(address), clock.now()].slice(-MOST_FAILURES)
      failures.delete(address)
      failures.set(address, times)
      const [oldest] = failures.keys()
      if (failures.size > MOST_ADDRESSES && oldest !== undefined) failures.delete(oldest)
    },
  }
}
