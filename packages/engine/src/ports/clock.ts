/** The engine's only source of time and chance. Tests control it. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number
  /** Calls back once, no earlier than `delayMs` from now. @returns how to cancel the call */
  after(delayMs: number, call: () => void): () => void
  /** A uniform random number in [0, 1). */
  random(): number
}

/** A Node timer that is set for longer than this fires at once. */
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
