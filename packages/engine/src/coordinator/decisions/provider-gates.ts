import type { ProviderHold } from '../../domain/provider.ts'
import type { Store } from '../../ports/store.ts'

/** S5: which providers are held, for all runs of this server. The record is the truth; this is what the runs decide by. */
export class ProviderGates {
  readonly #store: Store
  readonly #listeners = new Set<() => void>()
  #holds: ReadonlyMap<string, ProviderHold> = new Map()
  #loaded: Promise<void> | null = null

  constructor(store: Store) {
    this.#store = store
  }

  /** Reads what an earlier server knew, once. */
  load(): Promise<void> {
    this.#loaded ??= this.reload()
    return this.#loaded
  }

  /** After a change of the record; tells every run. */
  async reload(): Promise<void> {
    this.#holds = new Map((await this.#store.providerHolds()).map((hold) => [hold.provider, hold]))
    for (const call of this.#listeners) call()
  }

  /** Over or not. */
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
