import type { Circumstances } from './snapshot.ts'

/** A closed key with the time at which it opens, in ms. The time is infinite if nobody knows it. */
interface Closed {
  key: string
  opensAt: number
}

/** The keys that are closed at one moment. A task starts only when every key that it waits for is open. */
export class ClosedKeys {
  readonly #closed: ReadonlyMap<string, Closed>

  constructor({ closed, now }: Pick<Circumstances, 'closed' | 'now'>) {
    const all = closed.map(({ key, until }): Closed => ({ key, opensAt: until ?? Number.POSITIVE_INFINITY }))
    this.#closed = new Map(all.filter(({ opensAt }) => opensAt > now).map((one) => [one.key, one]))
  }

  /** The closed keys that open at a known time, in the order of `Circumstances.closed`. */
  get timed(): Closed[] {
    return [...this.#closed.values()].filter(({ opensAt }) => Number.isFinite(opensAt))
  }

  areOpen(keys: readonly string[]): boolean {
    return keys.every((key) => !this.#closed.has(key))
  }

  /** Returns which of `keys` opens last. It is undefined when all of them are open. */
  lastOf(keys: readonly string[]): Closed | undefined {
    const closed = keys.flatMap((key) => this.#closed.get(key) ?? [])
    return closed.reduce<Closed | undefined>(
      (last, one) => (last && last.opensAt >= one.opensAt ? last : one),
      undefined,
    )
  }
}
