/** Numbers in an order of their own. A change costs a search and a shift of memory, which at 100,000 entries takes some microseconds. */
export class SortedList {
  readonly #items: number[] = []
  readonly #compare: (a: number, b: number) => number

  /** `compare` tells any two apart. */
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

  /** The first `count`, in order. */
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
