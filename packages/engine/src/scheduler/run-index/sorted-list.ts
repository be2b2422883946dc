/** A list of numbers that stays sorted. With 100,000 entries, `add` and `delete` take a few microseconds. */
export class SortedList {
  readonly #items: number[] = []
  readonly #compare: (a: number, b: number) => number

  /** @param compare must not return 0 for two different numbers */
  constructor(compare: (a: number, b: number) => number) {
    this.#compare = compare
  }

  get size(): number {
    return this.#items.length
  }

  get first(): number | undefined {
    return this.#items[0]
  }

  add(item: number): void {
    this.#items.splice(this.#indexOf(item), 0, item)
  }

  delete(item: number): void {
    const index = this.#indexOf(item)
    if (this.#items[index] === item) this.#items.splice(index, 1)
  }

  /** Returns the first `count` numbers, in order. */
  take(count: number): number[] {
    return this.#items.slice(0, count)
  }

  /** Returns the first `count` numbers that `accepts` accepts, in order. */
  takeIf(count: number, accepts: (item: number) => boolean): number[] {
    const taken: number[] = []
    for (const item of this.#items) {
      if (taken.length === count) break
      if (accepts(item)) taken.push(item)
    }
    return taken
  }

  #indexOf(item: number): number {
    let low = 0
    let high = this.#items.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.#compare(this.#items[middle] as number, item) < 0) low = middle + 1
      else high = middle
    }
    return low
  }
}
