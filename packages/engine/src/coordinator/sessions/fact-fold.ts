import type { ModelCalled, NumberedFact } from '../../domain/session-facts.ts'
import { EMPTY_SUMMARY, type SessionSummary, summarise } from '../../domain/session-summary.ts'

/** Computes the summary of one session from its facts, which are added in their order. */
export class FactFold {
  #cursor = 0
  #summary: SessionSummary = EMPTY_SUMMARY
  readonly #calls = new Map<string, ModelCalled>()

  /** The number of the last fact that was added. It is 0 before the first fact. */
  get cursor(): number {
    return this.#cursor
  }

  get summary(): SessionSummary {
    return this.#summary
  }

  /** The model calls that have no complete fact yet. The metrics contain the numbers of these calls so far. */
  get partialCalls(): ModelCalled[] {
    return [...this.#calls.values()].filter(({ partial }) => partial)
  }

  /**
   * Adds the facts that follow the cursor. A fact that was added before is ignored.
   *
   * @returns the model calls that these facts complete. Each call is returned once, so that its cost is counted once
   */
  add(facts: readonly NumberedFact[]): ModelCalled[] {
    const added = facts.filter(({ sequence }) => sequence > this.#cursor)
    const { summary, calls } = summarise(this.#summary, added, this.#calls)
    const completed = [...calls.values()].filter(
      (call) => !call.partial && this.#calls.get(call.requestId)?.partial !== false,
    )
    for (const call of calls.values()) this.#calls.set(call.requestId, call)
    this.#summary = summary
    this.#cursor = added.at(-1)?.sequence ?? this.#cursor
    return completed
  }
}
