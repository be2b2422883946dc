/** Wakes a loop. If the latch is raised while the loop does not wait, the next wait returns at once. Several raises count as one. */
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
