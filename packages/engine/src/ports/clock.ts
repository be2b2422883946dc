/** The only source of time and chance in the engine; tests hold the hands. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number
  /** Calls back once, no earlier than `delayMs` from now; the answer takes it back. */
  after(delayMs: number, call: () => void): () => void
  /** Uniform in [0, 1). */
  random(): number
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after(delayMs, call) {
    const timer = setTimeout(call, delayMs)
    return () => clearTimeout(timer)
  },
  random: () => Math.random(),
}
