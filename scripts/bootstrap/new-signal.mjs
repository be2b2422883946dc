/** R5: npm and the terminal both send; what comes within this of the first is the same signal. */
const SAME_SIGNAL_MS = 1_000

/**
 * Tells a new signal from the echo of the last.
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
