import type { ProviderHold } from '../../domain/provider.ts'
import type { Store } from '../../ports/store.ts'

/** The holds of providers, for all runs of this server (S5). It is a copy of the holds in the database, which the runs use to decide. */
export class ProviderGates {
  readonly #store: Store
  readonly #listeners = new Set<() => void>()
  #holds: ReadonlyMap<string, ProviderHold> = new Map()
  #loaded: Promise<void> | null = null

  constructor(store: Store) {
    this.#store = store
  }

  /** Reads the holds from the database once. */
  load(): Promise<void> {
    this.#loaded ??= this.reload()
    return this.#loaded
  }

  /** Reads the holds again after a change in the database, and calls all listeners. */
  async reload(): Promise<void> {
    this.#holds = new Map((await this.#store.providerHolds()).map((hold) => [hold.provider, hold]))
    for (const call of this.#listeners) call()
  }

  /** All recorded holds, also those whose time is over. */
  get holds(): readonly ProviderHold[] {
    return [...this.#holds.values()]
  }

  hold(provider: string): ProviderHold | null {
    return this.#holds.get(provider) ?? null
  }

  onChange(call: () => void): () => void {
    this.#listeners.add(call)
    return () => this.#listeners.delete(call)
  }
}
