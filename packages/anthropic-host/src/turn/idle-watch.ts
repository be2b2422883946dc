/** Calls back once when nothing was seen for a time. */
export class IdleWatch {
  readonly #ms: number
  readonly #call: () => void
  #timer: NodeJS.Timeout
  hasEnded = false

  constructor(ms: number, call: () => void) {
    this.#ms = ms
    this.#call = call
    this.#timer = this.#arm()
  }

  seen(): void {
    clearTimeout(this.#timer)
    this.#timer = this.#arm()
  }

  stop(): void {
    clearTimeout(this.#timer)
  }

  #arm(): NodeJS.Timeout {
    return setTimeout(() => {
      this.hasEnded = true
      this.#call()
    }, this.#ms)
  }
}
