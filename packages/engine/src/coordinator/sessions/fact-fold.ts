import { dayName } from '../../domain/budget.ts'
import type { LedgerEntry } from '../../domain/ledger.ts'
import { type SessionMetrics, withCost } from '../../domain/records.ts'
import type { ModelCalled, MoneyAsked, NumberedFact } from '../../domain/session-facts.ts'
import { EMPTY_SUMMARY, type SessionSummary, summarise } from '../../domain/session-summary.ts'
import { ledgerEntry } from '../../money/cost-of-request.ts'
import type { Prices } from '../../money/prices.ts'

/** The last fact by which a session asked for money, when no request to a model has followed it. */
export type OpenMoneyAsk = Pick<MoneyAsked & NumberedFact, 'sequence' | 'spentMicroUsd'>

/** Computes the summary and the cost of one session from its facts, which are added in their order. */
export class FactFold {
  readonly #prices: Prices
  readonly #stored: ReadonlyMap<string, LedgerEntry>
  #cursor = 0
  #summary: SessionSummary = EMPTY_SUMMARY
  #moneyAsk: OpenMoneyAsk | null = null
  readonly #calls = new Map<string, ModelCalled>()
  readonly #entries = new Map<string, LedgerEntry>()

  /** @param stored the requests of the session that the ledger contains. Their cost stays, although the list of prices may have changed since */
  constructor(prices: Prices, stored: readonly LedgerEntry[] = []) {
    this.#prices = prices
    this.#stored = new Map(stored.map((entry) => [entry.requestId, entry]))
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

  /** What the requests that began on each day (UTC) cost as far as it is known, by the name of the day. */
  get costByDay(): ReadonlyMap<string, number> {
    const days = new Map<string, number>()
    for (const { at, cost } of this.#entries.values())
      days.set(dayName(at), (days.get(dayName(at)) ?? 0) + (cost?.costMicroUsd ?? 0))
    return days
  }

  /**
   * Whether the cost of a request will stay unknown (M1): its model has no price, or it is complete. Some agents report the output of a
   * request only at its end, so a partial request has no cost yet. A partial request without any tokens is that of a turn that failed. Such a
   * session keeps what was reserved for it, and needs no price.
   */
  get hasUnpricedRequest(): boolean {
    return [...this.#entries.values()].some((entry) => {
      const { cost, partial, model, at } = entry
      if (cost !== null) return false
      return !partial || (hasTokens(entry) && this.#prices.priceAt(model, at) === null)
    })
  }

  /** It is null when the session does not wait for money. */
  get moneyAsk(): OpenMoneyAsk | null {
    return this.#moneyAsk
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
      const entry =
        this.#stored.get(requestId) ??
        ledgerEntry({ ...call, at: known?.at ?? beginOf(requestId, added) }, this.#prices)
      if (!entry.partial && known?.partial !== false) completed.push(entry)
      this.#entries.set(requestId, entry)
      this.#calls.set(requestId, call)
    }
    for (const fact of added)
      if (fact.type === 'MoneyAsked') this.#moneyAsk = fact
      else if (fact.type === 'ModelCalled') this.#moneyAsk = null
    this.#summary = summary
    this.#cursor = added.at(-1)?.sequence ?? this.#cursor
    return completed
  }
}

/** Returns the time of the first fact of a request, in ms. A host reports a request when it begins and again when it has ended. */
const beginOf = (requestId: string, facts: readonly NumberedFact[]): number =>
  facts.find((fact) => fact.type === 'ModelCalled' && fact.requestId === requestId)?.at ?? 0

const hasTokens = (entry: LedgerEntry): boolean =>
  [entry.inputTokens, entry.outputTokens, entry.cacheReadTokens, entry.cacheWriteTokens, entry.cacheWrite1hTokens].some(
    (count) => (count ?? 0) > 0,
  )
