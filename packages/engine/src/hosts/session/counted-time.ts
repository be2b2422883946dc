import type { SessionLimits } from '../../ports/hosts.ts'
import type { UncountedTime } from '../journal/journal-state.ts'
import { type EndReason, overdueReason } from './end-reason.ts'

/**
 * The most that counts between two looks at a session. Looks are at most 200 ms apart, and a slow read adds to that. If they are much further
 * apart, the machine was suspended, the clock was set, or the server had no time, and the agent did not work or was not watched.
 */
const LONGEST_COUNTED_MS = 2000
/** After so much new uncounted time it is stored, so that a restart of the server loses less than this. */
const STORE_AFTER_MS = 60_000

/**
 * The time of a session that counts toward its limits (S6). The time in which it waits for a person or for money does not count, and
 * neither does a gap in the clock. Times are in ms; `now` is in ms since 1970.
 */
export class CountedTime {
  readonly #limits: SessionLimits
  #now: number
  #activeMs: number
  #silentMs = 0
  #waits: boolean
  #stored: UncountedTime

  /**
   * @param stored what an earlier server has stored of the session
   * @param waits whether the session waits now. The time since `stored` then does not count; otherwise it does, because agents outlive a
   *   server (R1)
   */
  constructor(limits: SessionLimits, now: number, stored: UncountedTime | undefined, waits: boolean) {
    this.#limits = limits
    this.#now = now
    this.#stored = stored ?? { ms: 0, until: now }
    this.#waits = waits
    this.#activeMs = (waits ? this.#stored.until : now) - limits.startedAt - this.#stored.ms
  }

  /** Counts the time since the last call. */
  look(now: number, { hasOutput, waits }: { hasOutput: boolean; waits: boolean }): void {
    const countedMs = this.#waits || waits ? 0 : Math.min(Math.max(now - this.#now, 0), LONGEST_COUNTED_MS)
    const hasChanged = this.#waits !== waits
    this.#activeMs += countedMs
    // While the session waits, its agent has nothing to print. The stall limit starts again when the wait ends.
    this.#silentMs = hasOutput || waits || hasChanged ? 0 : this.#silentMs + countedMs
    this.#waits = waits
    this.#now = now
  }

  /** @returns the limit that the session has reached, or null when it may continue */
  overdue(): EndReason | null {
    return overdueReason(this.#limits, this.#activeMs, this.#silentMs)
  }

  /** @returns the uncounted time of the session if it should be stored now, or null when the stored time is good enough */
  unstored(): UncountedTime | null {
    const ms = this.#now - this.#limits.startedAt - this.#activeMs
    const isFar = Math.abs(ms - this.#stored.ms) >= STORE_AFTER_MS
    const beginsToWait = this.#waits && this.#stored.waits !== true
    return isFar || beginsToWait ? { ms, until: this.#now, waits: this.#waits } : null
  }

  /** Says that the uncounted time is stored. */
  isStored(time: UncountedTime): void {
    this.#stored = time
  }
}
