const ROUNDS = 3

/**
 * Returns how many times more processor time `large` takes than `small`, so that a test can tell linear time from quadratic time on any
 * machine. It runs each three times and uses the shortest time, because other processes share the machine.
 */
export function timesLonger(small: () => unknown, large: () => unknown): number {
  const shortest = { small: Number.POSITIVE_INFINITY, large: Number.POSITIVE_INFINITY }
  for (let round = 0; round < ROUNDS; round++) {
    shortest.small = Math.min(shortest.small, took(small))
    shortest.large = Math.min(shortest.large, took(large))
  }
  return shortest.large / shortest.small
}

function took(work: () => unknown): number {
  const before = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(before)
  return Math.max(1, user + system)
}
