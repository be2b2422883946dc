import type { Pause } from './follow.ts'

/** Waits until the time is over, a person presses "Try now", or the machine is online again. */
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

  /** Ends the present wait, if there is one. */
  wake(): void {
    this.#wake?.()
  }
}
