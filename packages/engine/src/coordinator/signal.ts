/** A latch that one loop waits on: raised any number of times while nobody waits, it lets the next wait through once. */
export class Signal {
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
