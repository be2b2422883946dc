import type { RecallReason } from '../ports/dispatch.ts'

/** Records whether, and why, one attempt was asked to end. If several reasons are given, the first one counts. */
export class Recall {
  readonly #asked = new AbortController()
  readonly #hurry = new AbortController()
  #reason: RecallReason | null = null
  #onReason: (reason: RecallReason) => void = () => {}

  get reason(): RecallReason | null {
    return this.#reason
  }

  /** Is aborted by any reason. It ends setup. */
  get asked(): AbortSignal {
    return this.#asked.signal
  }

  /** Is aborted by any reason except `task-cancelled`. It ends teardown and the waits between retries. */
  get hurry(): AbortSignal {
    return this.#hurry.signal
  }

  ask(reason: RecallReason): void {
    if (this.#reason === null) {
      this.#reason = reason
      this.#onReason(reason)
    }
    this.#asked.abort()
    if (reason !== 'task-cancelled') this.#hurry.abort()
  }

  /** Calls `call` one time, with the first reason. If the attempt was asked to end before, it calls immediately. */
  whenAsked(call: (reason: RecallReason) => void): void {
    if (this.#reason === null) this.#onReason = call
    else call(this.#reason)
  }
}

/** Returns how an attempt ends for this reason: it is `cancelled` by a person, or `interrupted` by a server that stops. */
export const stopFor = (reason: RecallReason): 'cancelled' | 'interrupted' =>
  reason === 'task-cancelled' || reason === 'run-cancelled' ? 'cancelled' : 'interrupted'
