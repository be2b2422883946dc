import type { BatchState, Snapshot, TaskState } from '../snapshot.ts'

/** Tracks which batches of a run are open, may open or may close. Numbers of batches count from 1. */
export class BatchIndex {
  readonly #strategy: Snapshot['strategy']
  readonly #batches: BatchState[]
  /** For each batch, the positions of its tasks, in plan order. */
  readonly #positions: readonly (readonly number[])[]
  readonly #unended: Int32Array
  /** For each batch, the number of its tasks that have not ended and whose needs are met. */
  readonly #startable: Int32Array
  /** For each batch, the index in `#positions` at which the search for the first task that has not ended starts. */
  readonly #head: Int32Array
  readonly #open = new Set<number>()
  readonly #closable = new Set<number>()
  readonly #openable = new Set<number>()
  #first = 0

  constructor(strategy: Snapshot['strategy'], batches: readonly BatchState[], batchOf: readonly number[]) {
    this.#strategy = strategy
    this.#batches = [...batches]
    const positions: number[][] = batches.map(() => [])
    for (const [position, number] of batchOf.entries()) positions[number - 1]?.push(position)
    this.#positions = positions
    this.#unended = Int32Array.from(positions, (its) => its.length)
    this.#startable = new Int32Array(batches.length)
    this.#head = new Int32Array(batches.length)
    for (const { number } of batches) this.#sort(number)
  }

  put(batch: BatchState): void {
    this.#batches[batch.number - 1] = batch
    if (batch.state !== 'closed') this.#first = Math.min(this.#first, batch.number - 1)
    this.#sort(batch.number)
  }

  /** Counts that a task of the batch has ended (-1), or that an ended task is open again, as after a retry (1). */
  countUnended(number: number, change: 1 | -1): void {
    this.#unended[number - 1] = (this.#unended[number - 1] ?? 0) + change
    if (change > 0) this.#head[number - 1] = 0
    this.#sort(number)
  }

  /** Counts that a task of the batch has become startable (1), or is no longer startable (-1). */
  countStartable(number: number, change: 1 | -1): void {
    this.#startable[number - 1] = (this.#startable[number - 1] ?? 0) + change
    this.#sort(number)
  }

  get all(): readonly BatchState[] {
    return this.#batches
  }

  get allClosed(): boolean {
    return this.#firstUnclosed() === undefined
  }

  /** Returns the numbers of the open batches in which every task has ended. */
  closable(): number[] {
    return inOrder(this.#closable)
  }

  /**
   * Returns the numbers of the batches that may open. With `BATCHES` it is the next batch, once all batches before it are closed. With
   * `CONTINUOUS` it is every batch in which a task could start. A batch whose tasks have all ended opens too, and then closes at once.
   */
  openable(): number[] {
    if (this.#strategy === 'CONTINUOUS') return inOrder(this.#openable)
    const next = this.#firstUnclosed()
    return next?.state === 'pending' ? [next.number] : []
  }

  open(): number[] {
    return inOrder(this.#open)
  }

  /**
   * The number of the first open batch, or undefined when none is open. With `BATCHES` only the tasks of this batch may start. So when an
   * earlier batch is reopened, the later ones wait for it (S7).
   */
  get firstOpen(): number | undefined {
    return this.open()[0]
  }

  /** Whether tasks of this batch may start. */
  isPresent(number: number): boolean {
    return this.#strategy === 'CONTINUOUS' ? this.#open.has(number) : this.firstOpen === number
  }

  /** Returns the position of the first task in a batch that has not ended. @returns undefined when all tasks of the batch have ended */
  headOf(number: number, hasEnded: (position: number) => boolean): number | undefined {
    const positions = this.#positions[number - 1] ?? []
    let at = this.#head[number - 1] ?? 0
    while (at < positions.length && hasEnded(positions[at] as number)) at += 1
    this.#head[number - 1] = at
    return positions[at]
  }

  /**
   * Returns at most `most` positions after `position` whose tasks have finished work. The search stops at the first task that has neither
   * finished work nor ended.
   */
  finishedAfter(
    position: number,
    number: number,
    most: number,
    stateOf: (position: number) => TaskState['state'],
  ): number[] {
    const positions = this.#positions[number - 1] ?? []
    const finished: number[] = []
    for (let at = positions.indexOf(position, this.#head[number - 1]) + 1; at < positions.length; at += 1) {
      const state = stateOf(positions[at] as number)
      if (finished.length === most || (state !== 'finished' && state !== 'ended')) break
      if (state === 'finished') finished.push(positions[at] as number)
    }
    return finished
  }

  #firstUnclosed(): BatchState | undefined {
    while (this.#batches[this.#first]?.state === 'closed') this.#first += 1
    return this.#batches[this.#first]
  }

  #sort(number: number): void {
    const state = this.#batches[number - 1]?.state
    const isOver = this.#unended[number - 1] === 0
    const canStart = (this.#startable[number - 1] ?? 0) > 0
    keep(this.#open, number, state === 'open')
    keep(this.#closable, number, state === 'open' && isOver)
    keep(this.#openable, number, state === 'pending' && (isOver || canStart))
  }
}

const inOrder = (numbers: ReadonlySet<number>): number[] => [...numbers].sort((a, b) => a - b)

function keep<T>(set: Set<T>, item: T, isIn: boolean): void {
  if (isIn) set.add(item)
  else set.delete(item)
}
