import type { RecallReason } from '../ports/dispatch.ts'

/** Whether, and why, one attempt was asked to end. The first reason counts. */
export class Recall {
  readonly #asked = new AbortController()
  readonly #hurry = new AbortController()
  #reason: RecallReason | null = null
  #onReason: (reason: RecallReason) => void = () => {}

  get reason(): RecallReason | null {
    return this.#reason
  }

  /** Ends what comes before the agent. */
  get asked(): AbortSignal {
    return this.#asked.signal
  }

  /** Ends what comes after the agent too. Only the cancellation of a single task leaves time for that. */
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

  /** Calls back once, also for what was asked before. */
  whenAsked(call: (reason: RecallReason) => void): void {
    if (this.#reason === null) this.#onReason = call
    else call(this.#reason)
  }
}

/** How an agent is stopped, or called off, for this reason. */
export const stopFor = (reason: RecallReason): 'cancelled' | 'interrupted' =>
  reason === 'task-cancelled' || reason === 'run-cancelled' ? 'cancelled' : 'interrupted'
