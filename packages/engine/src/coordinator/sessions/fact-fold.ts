import type { LedgerEntry } from '../../domain/ledger.ts'
import { type SessionMetrics, withCost } from '../../domain/records.ts'
import type { ModelCalled, NumberedFact } from '../../domain/session-facts.ts'
import { EMPTY_SUMMARY, type SessionSummary, summarise } from '../../domain/session-summary.ts'
import { ledgerEntry } from '../../money/cost-of-request.ts'
import type { Prices } from '../../money/prices.ts'

/** Computes the summary and the cost of one session from its facts, which are added in their order. */
export class FactFold {
  readonly #prices: Prices
  #cursor = 0
  #summary: SessionSummary = EMPTY_SUMMARY
  readonly #calls = new Map<string, ModelCalled>()
  readonly #entries = new Map<string, LedgerEntry>()

  constructor(prices: Prices) {
    this.#prices = prices
  }

  /** The number of the last fact that was added. It is 0 before the first fact. */
  get cursor(): number {
    return this.#cursor
  }

  get summary(): SessionSummary {
    return this.#summary
  }

  /** The metrics with the cost of all requests. The cost is null when there was no request, or when the cost of one is unknown (M1). */
  get metrics(): SessionMetrics {
    const { metrics } = this.#summary
    const costs = [...this.#entries.values()].map(({ cost }) => cost?.costMicroUsd ?? null)
    const knownCostMicroUsd = costs.reduce<number>((sum, cost) => sum + (cost ?? 0), 0)
    const isKnown = costs.length > 0 && !costs.includes(null)
    return withCost(metrics, {
      costMicroUsd: isKnown ? knownCostMicroUsd : null,
      knownCostMicroUsd,
      reportedCostMicroUsd: metrics.costMicroUsd,
    })
  }

  /**
   * Whether the cost of a request will stay unknown (M1): its model has no price, or it is complete. Some agents report the output of a
   * request only at its end, so a partial request has no cost yet.
   */
  get hasUnpricedRequest(): boolean {
    return [...this.#entries.values()].some(
      ({ cost, partial, model, at }) => cost === null && (!partial || this.#prices.priceAt(model, at) === null),
    )
  }

  /** The requests that have no complete fact yet. The metrics contain the numbers of these requests so far. */
  get partialEntries(): LedgerEntry[] {
    return [...this.#entries.values()].filter(({ partial }) => partial)
  }

  /**
   * Adds the facts that follow the cursor. A fact that was added before is ignored.
   *
   * @returns the requests that these facts complete. Each request is returned once, so that its cost is counted once
   */
  add(facts: readonly NumberedFact[]): LedgerEntry[] {
    const added = facts.filter(({ sequence }) => sequence > this.#cursor)
    const { summary, calls } = summarise(this.#summary, added, this.#calls)
    const completed: LedgerEntry[] = []
    for (const [requestId, call] of calls) {
      const known = this.#entries.get(requestId)
      const entry = ledgerEntry({ ...call, at: known?.at ?? beginOf(requestId, added) }, this.#prices)
      if (!entry.partial && known?.partial !== false) completed.push(entry)
      this.#entries.set(requestId, entry)
      this.#calls.set(requestId, call)
    }
    this.#summary = summary
    this.#cursor = added.at(-1)?.sequence ?? this.#cursor
    return completed
  }
}

/** Returns the time of the first fact of a request, in ms. A host reports a request when it begins and again when it has ended. */
const beginOf = (requestId: string, facts: readonly NumberedFact[]): number =>
  facts.find((fact) => fact.type === 'ModelCalled' && fact.requestId === requestId)?.at ?? 0
