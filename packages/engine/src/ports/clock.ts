/** The engine's only source of time and of random numbers, so that tests can control both. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number
  /** Calls back once, no earlier than `delayMs` from now. @returns a function that cancels the call */
  after(delayMs: number, call: () => void): () => void
  /** A uniform random number in [0, 1). */
  random(): number
}

/** The longest delay of a timer of Node. A timer with a longer delay fires at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1

export const systemClock: Clock = {
  now: () => Date.now(),
  after(delayMs, call) {
    let timer: NodeJS.Timeout
    const arm = (leftMs: number) => {
      const stepMs = Math.min(leftMs, LONGEST_TIMER_MS)
      timer = setTimeout(() => (stepMs < leftMs ? arm(leftMs - stepMs) : call()), stepMs)
    }
    arm(delayMs)
    return () => clearTimeout(timer)
  },
  random: () => Math.random(),
}
