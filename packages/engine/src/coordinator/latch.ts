/** One loop waits on a latch. If it is raised while nobody waits, the next wait passes once, however often it was raised. */
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
