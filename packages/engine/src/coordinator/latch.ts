/**
 * Wakes a loop. `wait` resolves when `raise` is called. If `raise` was called while the loop did not wait, the next `wait` resolves at
 * once, but only that one. Only one loop may wait on a latch.
 */
export class Latch {
  #raised = false
  #waiting: (() => void) | null = null

  raise(): void {
    this.#raised = true
    this.#waiting?.()
  }

  async wait(): Promise<void> {
    if (!this.#raised) await new Promise<void>((resolve) => (this.#waiting = resolve))
    this.#waiting = null
    this.#raised = false
  }
}
