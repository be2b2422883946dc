/** The only source of time and chance in the engine; tests hold the hands. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number
  /** Calls back once, no earlier than `delayMs` from now; the answer takes it back. */
  after(delayMs: number, call: () => void): () => void
  /** Uniform in [0, 1). */
  random(): number
}

/** A timer of Node that is set for longer rings at once. */
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
