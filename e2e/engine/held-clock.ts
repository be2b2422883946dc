import type { Clock } from '@coppice/engine'

/** A clock whose time changes only when a test calls `moveTo`. */
export class HeldClock implements Clock {
  #now = Date.now()
  #timers: { at: number; call: () => void }[] = []

  now = (): number => this.#now

  after = (delayMs: number, call: () => void): (() => void) => {
    const timer = { at: this.#now + delayMs, call }
    this.#timers.push(timer)
    return () => {
      this.#timers = this.#timers.filter((one) => one !== timer)
    }
  }

  random = (): number => 0.5

  moveTo(time: number): void {
    this.#now = time
    const due = this.#timers.filter(({ at }) => at <= time)
    this.#timers = this.#timers.filter(({ at }) => at > time)
    for (const { call } of due) call()
  }
}
