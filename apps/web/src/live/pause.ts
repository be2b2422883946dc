import type { Pause } from './follow.ts'

/** A wait that `wake` ends early: when the user presses "Try now", or when the machine is online again. */
export class WakeablePause implements Pause {
  #wake: (() => void) | null = null

  wait(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer)
        signal.removeEventListener('abort', done)
        this.#wake = null
        resolve()
      }
      const timer = setTimeout(done, ms)
      this.#wake = done
      signal.addEventListener('abort', done)
    })
  }

  /** Ends the present wait. If nothing waits, the call does nothing. */
  wake(): void {
    this.#wake?.()
  }
}
