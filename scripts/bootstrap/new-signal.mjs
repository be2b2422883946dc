/** Signals within this time after a signal count as the same signal, because npm and the terminal both send one (R5). */
const SAME_SIGNAL_MS = 1_000

/**
 * Creates a function that returns whether a signal is new, and not a repetition of the last signal.
 * @param {() => number} now ms
 * @returns {() => boolean} called at each signal
 */
export function newSignals(now) {
  let lastAt = Number.NEGATIVE_INFINITY
  return () => {
    const at = now()
    if (at - lastAt < SAME_SIGNAL_MS) return false
    lastAt = at
    return true
  }
}
