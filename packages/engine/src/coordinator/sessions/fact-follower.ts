import type { LedgerEntry } from '../../domain/ledger.ts'
import type { SessionMetrics } from '../../domain/records.ts'
import type { NumberedFact } from '../../domain/session-facts.ts'
import { EMPTY_SUMMARY, type SessionSummary } from '../../domain/session-summary.ts'
import type { RecordedFact } from '../../lifecycle/record-facts.ts'
import type { Prices } from '../../money/prices.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Transcripts } from '../../ports/dispatch.ts'
import { Latch } from '../latch.ts'
import { FactFold, type OpenMoneyAsk } from './fact-fold.ts'

/** The shortest time between two reads of the facts of a session, in ms. */
export const RECORD_INTERVAL_MS = 1_000
const PAGE = 500

/** The changes of a session's record that follow from the facts after the recorded cursor. */
export interface FactBatch {
  /** The number of the last fact in this batch. */
  cursor: number
  /** The metrics and the cost of all facts up to the cursor. */
  metrics: SessionMetrics
  /** Whether the cost of a request up to the cursor will stay unknown (M1). */
  hasUnpricedRequest: boolean
  /** What the requests up to the cursor cost, by the name of the day (UTC) on which they began, in millionths of a dollar. */
  costByDay: ReadonlyMap<string, number>
  /** It is null when the session does not wait for money. */
  moneyAsk: OpenMoneyAsk | null
  /** The last conversation id in the facts up to the cursor, or null when there is no such id. */
  conversationId: string | null
  /**
   * The requests to a model that became complete in this batch. The last batch of a session also contains the requests that stayed
   * partial. A later server may repeat requests, so a request that is stored already must not be stored again.
   */
  entries: readonly LedgerEntry[]
  /** The facts of this batch that change more than the metrics. */
  facts: readonly RecordedFact[]
}

export interface FactFollowerParts {
  transcripts: Pick<Transcripts, 'facts' | 'onFacts'>
  clock: Clock
  prices: Prices
  /**
   * Says whether the facts may contain something for the record. It is absent when they are always read. The facts of
   * some agents are almost always only output. They are not read while this function returns false.
   */
  isWorthReading?(): Promise<boolean>
  /** Returns the requests of the session that the ledger contains. */
  stored(): Promise<readonly LedgerEntry[]>
  /** Stores a batch and its cursor in one transaction. */
  record(batch: FactBatch): Promise<void>
}

const RECORDED: ReadonlySet<NumberedFact['type']> = new Set([
  'PermissionAsked',
  'PermissionAnswered',
  'Received',
  'Claimed',
  'IssueLogged',
  'FollowUpProposed',
])
const isRecorded = (fact: NumberedFact): fact is RecordedFact => RECORDED.has(fact.type)

/**
 * Reads the facts of a session by cursor while the session runs, and records the changes that follow from them. After a restart a new
 * follower reads the facts up to the recorded cursor again, because a later fact about a model call replaces an earlier one. It records
 * only the facts after the cursor. So each fact is counted once, and no fact is lost (R1).
 */
export class FactFollower {
  readonly #parts: FactFollowerParts
  readonly #sessionId: string
  #fold: FactFold
  readonly #latch = new Latch()
  readonly #stopListening: () => void
  /** Rejects when facts cannot be read or recorded. */
  readonly done: Promise<void>
  #recorded: number
  #recordedSummary: SessionSummary = EMPTY_SUMMARY
  /** The number of the last request for money that a batch has reported. A later server reports that request again. */
  #toldAsk = 0
  #entries: LedgerEntry[] = []
  #facts: RecordedFact[] = []
  #stopped = false
  #endPause: () => void = () => {}

  /** @param cursor the number of the last fact that is recorded */
  constructor(parts: FactFollowerParts, sessionId: string, cursor: number) {
    this.#parts = parts
    this.#fold = new FactFold(parts.prices)
    this.#sessionId = sessionId
    this.#recorded = cursor
    this.#stopListening = parts.transcripts.onFacts(sessionId, () => this.#latch.raise())
    // Facts may have been stored before the call of `onFacts`.
    this.#latch.raise()
    this.done = this.#follow()
  }

  stop(): void {
    this.#stopped = true
    this.#stopListening()
    this.#latch.raise()
    this.#endPause()
  }

  /**
   * Records all facts of a session that has ended, and stops. It waits for facts that are not stored yet. If the server ends before the end
   * of the session is recorded, the next server calls `finish` again.
   *
   * @param lastFact the number of the session's last fact
   */
  async finish(lastFact: number): Promise<void> {
    const stop = this.#parts.transcripts.onFacts(this.#sessionId, () => this.#latch.raise())
    this.stop()
    try {
      await this.done
      if (!(await this.#isWorthReading())) return
      for (await this.#read(); this.#fold.cursor < lastFact; await this.#read()) await this.#latch.wait()
    } finally {
      stop()
    }
    const partial = this.#fold.partialEntries
    this.#entries.push(...partial)
    if (this.#fold.cursor > this.#recorded || partial.length > 0) await this.#record()
  }

  async #follow(): Promise<void> {
    await this.#rebuild()
    for (;;) {
      await this.#latch.wait()
      if (this.#stopped) return
      if (await this.#isWorthReading()) await this.#read()
      if (this.#changesRecord()) await this.#record()
      await this.#pause()
    }
  }

  async #isWorthReading(): Promise<boolean> {
    return (await this.#parts.isWorthReading?.()) ?? true
  }

  /** Reads again the facts that are recorded already. */
  async #rebuild(): Promise<void> {
    if (this.#recorded > 0) this.#fold = new FactFold(this.#parts.prices, await this.#parts.stored())
    while (this.#fold.cursor < this.#recorded) {
      const facts = await this.#page(Math.min(PAGE, this.#recorded - this.#fold.cursor))
      if (facts.length === 0) break
      this.#fold.add(facts)
    }
    this.#recordedSummary = this.#fold.summary
  }

  /** Reads the new facts that are stored now. */
  async #read(): Promise<void> {
    for (let size = PAGE; size === PAGE; ) {
      const facts = await this.#page(PAGE)
      size = facts.length
      this.#entries.push(...this.#fold.add(facts))
      this.#facts.push(...facts.filter(isRecorded))
    }
  }

  #page(limit: number): Promise<NumberedFact[]> {
    return this.#parts.transcripts.facts(this.#sessionId, this.#fold.cursor, limit)
  }

  /** Says whether the new facts change the record. Facts that are only output do not. */
  #changesRecord(): boolean {
    const { metrics, conversationId } = this.#fold.summary
    const recorded = this.#recordedSummary
    if ((this.#fold.moneyAsk?.sequence ?? 0) > this.#toldAsk) return true
    return this.#facts.length > 0 || metrics !== recorded.metrics || conversationId !== recorded.conversationId
  }

  async #record(): Promise<void> {
    const { cursor, summary, metrics, hasUnpricedRequest, costByDay, moneyAsk } = this.#fold
    const { conversationId } = summary
    const [entries, facts] = [this.#entries, this.#facts]
    const ofRequests = { metrics, hasUnpricedRequest, costByDay, entries }
    await this.#parts.record({ cursor, moneyAsk, conversationId, facts, ...ofRequests })
    this.#toldAsk = moneyAsk?.sequence ?? this.#toldAsk
    this.#recorded = cursor
    this.#recordedSummary = summary
    this.#entries = []
    this.#facts = []
  }

  async #pause(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    const cancel = this.#parts.clock.after(RECORD_INTERVAL_MS, resolve)
    this.#endPause = resolve
    if (!this.#stopped) await promise
    cancel()
  }
}
