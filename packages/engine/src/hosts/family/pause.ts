import type { Clock } from '../../ports/clock.ts'

/** A wait that other code may end early. */
export interface Waker {
  /** Resolves after `delayMs`, or at once if `wake` was called since the last wait. */
  wait(delayMs: number): Promise<void>
  wake(): void
}

export function createWaker(clock: Clock): Waker {
  let awake = false
  let resume: (() => void) | null = null
  return {
    async wait(delayMs) {
      if (!awake) {
        await new Promise<void>((resolve) => {
          const cancelTimer = clock.after(delayMs, resolve)
          resume = () => {
            cancelTimer()
            resolve()
          }
        })
      }
      awake = false
      resume = null
    },
    wake() {
      awake = true
      resume?.()
    },
  }
}

export const pause = (clock: Clock, delayMs: number): Promise<void> =>
  new Promise((resolve) => {
    clock.after(delayMs, resolve)
  })
