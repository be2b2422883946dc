import { setTimeout as pause } from 'node:timers/promises'
import { costOfRequest } from '@coppice/engine/cost'
import type { Allowance } from '@coppice/engine/domain/allowance'
import type { SessionFact } from '@coppice/engine/domain/session-facts'
import type { PrintFact } from '@coppice/host-parts'

/** How often the inbox is read while the session waits for money, in ms. */
const EVERY_MS = 100

export interface PurseParts {
  /** It is null when the session may spend without a limit. */
  allowance: Allowance | null
  /** @returns the most that the owner of the run has granted, in millionths of a dollar; Infinity for no limit, null when it granted nothing */
  granted: () => number | null
  print: PrintFact
  signal: AbortSignal
}

/**
 * Counts what the session spends, also on requests that were cut off. A session that has spent its allowance makes no request until the owner
 * of its run grants more. So it exceeds its allowance by one request at most, also while no server is running (M2).
 */
export class Purse {
  readonly #parts: PurseParts
  readonly #costs = new Map<string, number>()

  constructor(parts: PurseParts) {
    this.#parts = parts
  }

  /** Counts a fact. A later fact about the same request replaces an earlier one. */
  see(fact: SessionFact): void {
    const { allowance } = this.#parts
    if (fact.type !== 'ModelCalled' || allowance === null) return
    this.#costs.set(fact.requestId, costOfRequest(fact, allowance.price)?.costMicroUsd ?? 0)
  }

  /** Waits until the session may make a request. @throws when `signal` aborts */
  async open(): Promise<void> {
    const { print, signal } = this.#parts
    if (!this.#isEmpty) return
    print({ type: 'MoneyAsked', spentMicroUsd: this.#spent })
    while (this.#isEmpty) {
      await pause(EVERY_MS, undefined, { signal })
      print.alive()
    }
  }

  get #spent(): number {
    return [...this.#costs.values()].reduce((sum, cost) => sum + cost, 0)
  }

  get #isEmpty(): boolean {
    const { allowance, granted } = this.#parts
    return allowance !== null && this.#spent >= Math.max(allowance.microUsd, granted() ?? 0)
  }
}
