import type { ModelCalled, SessionFact } from '@coppice/engine/domain/session-facts'
import { Limits, type PrintFact, type UseLimits } from '@coppice/host-parts'

/**
 * Counts what an agent uses of the limits of its attempt, as far as the agent reports it. A request counts as a turn when its fact is about
 * this request alone. A sum of several requests has tokens, but it does not say how many turns they were.
 */
export class LimitWatch {
  readonly #limits: Limits
  readonly #counted = new Set<string>()
  readonly #stop: () => void
  #isOver = false

  /** @param stop ends the turn of the agent. It is called once, when the agent continues its turn although a limit is reached */
  constructor(limits: UseLimits, stop: () => void) {
    this.#limits = new Limits(limits)
    this.#stop = stop
  }

  /** Whether a limit has ended the turn of the agent. */
  get isOver(): boolean {
    return this.#isOver
  }

  /** @returns the limit that the agent has reached, as a text for people, or null */
  reached(): string | null {
    return this.#limits.reached()
  }

  /** Returns a function that also counts the requests that it prints. */
  counting(print: PrintFact): PrintFact {
    const counted = (fact: SessionFact): void => {
      print(fact)
      if (fact.type === 'ModelCalled') this.#called(fact)
    }
    return Object.assign(counted, { writing: print.writing, alive: print.alive })
  }

  /** Is told that the agent continues its turn: a tool has a result, or another request begins. */
  continues(): void {
    if (this.#isOver || this.reached() === null) return
    this.#isOver = true
    this.#stop()
  }

  #called(call: ModelCalled): void {
    if (this.#counted.has(call.requestId)) return
    if (call.partial) {
      this.continues()
      return
    }
    this.#counted.add(call.requestId)
    this.#limits.count(tokensOf(call), call.joined ? 0 : 1)
  }
}

const tokensOf = (call: ModelCalled): number =>
  [
    call.inputTokens,
    call.outputTokens,
    call.cacheReadTokens,
    call.cacheWriteTokens,
    call.cacheWrite1hTokens,
  ].reduce<number>((sum, tokens) => sum + (tokens ?? 0), 0)
