import type { SessionMetrics } from '../../domain/records.ts'
import type { ModelCalled, NumberedFact } from '../../domain/session-facts.ts'
import { EMPTY_SUMMARY, type SessionSummary } from '../../domain/session-summary.ts'
import type { RecordedFact } from '../../lifecycle/record-facts.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Transcripts } from '../../ports/dispatch.ts'
import { Latch } from '../latch.ts'
import { FactFold } from './fact-fold.ts'

/** A session's facts are read and recorded once in this time at most. */
export const RECORD_INTERVAL_MS = 1_000
const PAGE = 500

/** What the facts above the recorded cursor change in the record. */
export interface FactBatch {
  /** The number of the last fact that the record contains with this batch. */
  cursor: number
  /** The metrics of all facts up to the cursor. */
  metrics: SessionMetrics
  /** The conversation that the facts up to the cursor have named last. */
  conversationId: string | null
  /** The model calls that became complete in this batch. */
  calls: readonly ModelCalled[]
  /** The facts above the recorded cursor that are about permissions and messages. */
  facts: readonly RecordedFact[]
}

export interface FactFollowerParts {
  transcripts: Pick<Transcripts, 'facts' | 'onFacts'>
  clock: Clock
  /** Stores a batch and its cursor in one transaction. */
  record(batch: FactBatch): Promise<void>
}

const RECORDED: ReadonlySet<NumberedFact['type']> = new Set(['PermissionAsked', 'PermissionAnswered', 'Received'])
const isRecorded = (fact: NumberedFact): fact is RecordedFact => RECORDED.has(fact.type)

/**
 * Follows the facts of a session by cursor while the session runs, and records what they change. After a restart a follower begins
 * with the recorded cursor. It folds the facts up to that cursor again, because a later fact about a model call replaces an earlier
 * one, and records only the facts above the cursor. So nothing is counted twice, and nothing is lost (R1).
 */
export class FactFollower {
  readonly #parts: FactFollowerParts
  readonly #sessionId: string
  readonly #fold = new FactFold()
  readonly #latch = new Latch()
  readonly #stopListening: () => void
  /** Rejects when facts cannot be read or recorded. */
  readonly done: Promise<void>
  #recorded: number
  #recordedSummary: SessionSummary = EMPTY_SUMMARY
  #calls: ModelCalled[] = []
  #facts: RecordedFact[] = []
  #stopped = false
  #endPause: () => void = () => {}

  /** @param cursor the number of the last fact that the record contains */
  constructor(parts: FactFollowerParts, sessionId: string, cursor: number) {
    this.#parts = parts
    this.#sessionId = sessionId
    this.#recorded = cursor
    this.#stopListening = parts.transcripts.onFacts(sessionId, () => this.#latch.raise())
    // Facts may have been stored before this follower listens.
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
   * Stops, and records all facts of the session, which has ended.
   *
   * @param lastFact the number of the session's last fact
   * @returns the model calls that stay partial. With the complete calls of all batches they add up to the metrics of the session. No batch
   * contains them. A server that ends between the last batch and the end of the session leaves it to the next server to finish again.
   * Store them with the end of the session, so that they are stored once.
   */
  async finish(lastFact: number): Promise<readonly ModelCalled[]> {
    const stop = this.#parts.transcripts.onFacts(this.#sessionId, () => this.#latch.raise())
    this.stop()
    try {
      await this.done
      for (await this.#read(); this.#fold.cursor < lastFact; await this.#read()) await this.#latch.wait()
    } finally {
      stop()
    }
    if (this.#fold.cursor > this.#recorded) await this.#record()
    return this.#fold.partialCalls
  }

  async #follow(): Promise<void> {
    await this.#rebuild()
    for (;;) {
      await this.#latch.wait()
      if (this.#stopped) return
      await this.#read()
      if (this.#hasWeight()) await this.#record()
      await this.#pause()
    }
  }

  /** Folds the facts that an earlier follower has recorded. */
  async #rebuild(): Promise<void> {
    while (this.#fold.cursor < this.#recorded) {
      const facts = await this.#page(Math.min(PAGE, this.#recorded - this.#fold.cursor))
      if (facts.length === 0) break
      this.#fold.add(facts)
    }
    this.#recordedSummary = this.#fold.summary
  }

  /** Folds the facts that are stored now. */
  async #read(): Promise<void> {
    for (let size = PAGE; size === PAGE; ) {
      const facts = await this.#page(PAGE)
      size = facts.length
      this.#calls.push(...this.#fold.add(facts))
      this.#facts.push(...facts.filter(isRecorded))
    }
  }

  #page(limit: number): Promise<NumberedFact[]> {
    return this.#parts.transcripts.facts(this.#sessionId, this.#fold.cursor, limit)
  }

  /** Output alone changes nothing in the record. */
  #hasWeight(): boolean {
    const { metrics, conversationId } = this.#fold.summary
    const recorded = this.#recordedSummary
    return this.#facts.length > 0 || metrics !== recorded.metrics || conversationId !== recorded.conversationId
  }

  async #record(): Promise<void> {
    const { cursor, summary } = this.#fold
    const { metrics, conversationId } = summary
    await this.#parts.record({ cursor, metrics, conversationId, calls: this.#calls, facts: this.#facts })
    this.#recorded = cursor
    this.#recordedSummary = summary
    this.#calls = []
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
