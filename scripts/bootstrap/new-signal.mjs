/** R5: npm and the terminal both send a signal. Signals within this time of the first count as the same one. */
const SAME_SIGNAL_MS = 1_000

/**
 * Distinguishes a new signal from the echo of the last one.
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
