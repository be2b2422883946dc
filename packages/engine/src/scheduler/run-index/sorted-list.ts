/** Numbers in a given order. A change costs a search and a shift of memory, which takes some microseconds at 100,000 entries. */
export class SortedList {
  readonly #items: number[] = []
  readonly #compare: (a: number, b: number) => number

  /** `compare` never returns 0 for two different numbers. */
  constructor(compare: (a: number, b: number) => number) {
    this.#compare = compare
  }

  get first(): number | undefined {
    return this.#items[0]
  }

  add(item: number): void {
    this.#items.splice(this.#placeOf(item), 0, item)
  }

  delete(item: number): void {
    const place = this.#placeOf(item)
    if (this.#items[place] === item) this.#items.splice(place, 1)
  }

  /** Returns the first `count` in order. */
  take(count: number): number[] {
    return this.#items.slice(0, count)
  }

  #placeOf(item: number): number {
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
