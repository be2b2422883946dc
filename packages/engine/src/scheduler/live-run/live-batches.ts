import type { BatchState, Snapshot } from '../snapshot.ts'

/** Where the batches of a run are, and what is left of each. */
export class LiveBatches {
  readonly #strategy: Snapshot['strategy']
  readonly #batches: BatchState[]
  /** Places of the tasks of each, in plan order. */
  readonly #places: readonly (readonly number[])[]
  readonly #unended: Int32Array
  /** Of each: how many of its tasks have not ended and have all that they need. */
  readonly #startable: Int32Array
  /** Of each: where the search for its first task that has not ended goes on. */
  readonly #head: Int32Array
  readonly #open = new Set<number>()
  /** Open, and every task has ended. */
  readonly #closable = new Set<number>()
  /** `CONTINUOUS`: pending, and a task could start or all have ended. */
  readonly #openable = new Set<number>()
  #first = 0

  constructor(strategy: Snapshot['strategy'], batches: readonly BatchState[], batchOf: readonly number[]) {
    this.#strategy = strategy
    this.#batches = [...batches]
    const places: number[][] = batches.map(() => [])
    for (const [place, number] of batchOf.entries()) places[number - 1]?.push(place)
    this.#places = places
    this.#unended = Int32Array.from(places, (its) => its.length)
    this.#startable = new Int32Array(batches.length)
    this.#head = new Int32Array(batches.length)
    for (const { number } of batches) this.#sort(number)
  }

  put(batch: BatchState): void {
    this.#batches[batch.number - 1] = batch
    if (batch.state !== 'closed') this.#first = Math.min(this.#first, batch.number - 1)
    this.#sort(batch.number)
  }

  /** A task of it has ended, or goes on again. */
  countUnended(number: number, change: 1 | -1): void {
    this.#unended[number - 1] = (this.#unended[number - 1] ?? 0) + change
    if (change > 0) this.#head[number - 1] = 0
    this.#sort(number)
  }

  countStartable(number: number, change: 1 | -1): void {
    this.#startable[number - 1] = (this.#startable[number - 1] ?? 0) + change
    this.#sort(number)
  }

  get all(): readonly BatchState[] {
    return this.#batches
  }

  /** The first that is not closed. */
  get first(): number | null {
    while (this.#batches[this.#first]?.state === 'closed') this.#first += 1
    return this.#batches[this.#first]?.number ?? null
  }

  get firstOpen(): number | null {
    return this.#open.size === 0 ? null : Math.min(...this.#open)
  }

  /** Of which the next decision may take something: a merge comes from the head of each open one. */
  get turning(): number[] {
    const turning = new Set([...this.#closable, ...this.#openable])
    if (this.first !== null) turning.add(this.first)
    if (this.#strategy === 'BATCHES') for (const number of this.#open) turning.add(number)
    return [...turning]
  }

  isOpenable(number: number): boolean {
    return this.#openable.has(number)
  }

  placesOf(number: number): readonly number[] {
    return this.#places[number - 1] ?? []
  }

  /** Its first task that has not ended. */
  headOf(number: number, hasEnded: (place: number) => boolean): number | undefined {
    const places = this.placesOf(number)
    let at = this.#head[number - 1] ?? 0
    while (at < places.length && hasEnded(places[at] as number)) at += 1
    this.#head[number - 1] = at
    return places[at]
  }

  select(numbers: ReadonlySet<number>): BatchState[] {
    return [...numbers].sort((a, b) => a - b).flatMap((number) => this.#batches[number - 1] ?? [])
  }

  #sort(number: number): void {
    const state = this.#batches[number - 1]?.state
    const isOver = this.#unended[number - 1] === 0
    const canStart = (this.#startable[number - 1] ?? 0) > 0
    keep(this.#open, number, state === 'open')
    keep(this.#closable, number, state === 'open' && isOver)
    keep(this.#openable, number, this.#strategy === 'CONTINUOUS' && state === 'pending' && (isOver || canStart))
  }
}

function keep<T>(set: Set<T>, item: T, isIn: boolean): void {
  if (isIn) set.add(item)
  else set.delete(item)
}
