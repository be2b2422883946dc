import type { ProviderHold } from '../../domain/provider.ts'
import type { Store } from '../../ports/store.ts'

/** The holds of the providers, for all runs of this server (S5). It is a copy in memory of the holds in the database. */
export class ProviderHolds {
  readonly #store: Pick<Store, 'providerHolds'>
  readonly #listeners = new Set<() => void>()
  #holds: ReadonlyMap<string, ProviderHold> = new Map()
  #loaded: Promise<void> | null = null

  constructor(store: Pick<Store, 'providerHolds'>) {
    this.#store = store
  }

  /** Reads the holds from the database on the first call, and again after a call that failed. */
  load(): Promise<void> {
    this.#loaded ??= this.reload().catch((error) => {
      this.#loaded = null
      throw error
    })
    return this.#loaded
  }

  /** Reads the holds again and calls all listeners. It is called after a change of the holds in the database. */
  async reload(): Promise<void> {
    this.#holds = new Map((await this.#store.providerHolds()).map((hold) => [hold.provider, hold]))
    for (const call of this.#listeners) call()
  }

  /** All holds, including those that have ended. */
  get all(): readonly ProviderHold[] {
    return [...this.#holds.values()]
  }

  /** Returns the hold of a provider, even if the hold has ended. */
  hold(provider: string): ProviderHold | null {
    return this.#holds.get(provider) ?? null
  }

  onChange(call: () => void): () => void {
    this.#listeners.add(call)
    return () => this.#listeners.delete(call)
  }
}
