import { isDeepStrictEqual } from 'node:util'
import type { ProviderHold } from '../../domain/provider.ts'
import type { Store } from '../../ports/store.ts'

/** The holds of the providers, for all runs of this server (S5). It is a copy in memory of the holds in the database. */
export class ProviderHolds {
  readonly #store: Pick<Store, 'providerHolds'>
  readonly #listeners = new Set<() => void>()
  #holds: ReadonlyMap<string, ProviderHold> = new Map()

  constructor(store: Pick<Store, 'providerHolds'>) {
    this.#store = store
  }

  /** Reads the holds from the database. @returns when all listeners have been called, if a hold has changed */
  async reload(): Promise<void> {
    const holds = new Map((await this.#store.providerHolds()).map((hold) => [hold.provider, hold]))
    if (isDeepStrictEqual(holds, this.#holds)) return
    this.#holds = holds
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
