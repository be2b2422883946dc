import { Heap } from '../scheduler/heap.ts'

interface Occurrence {
  at: number
  order: number
  happen(): void
}

/** A clock that moves only from one event to the next. Events at the same time happen in the order in which they were added. */
export class VirtualClock {
  readonly #due = new Heap<Occurrence>((a, b) => a.at < b.at || (a.at === b.at && a.order < b.order))
  #order = 0
  now = 0

  /** Adds an event. `at` is in ms. */
  later(at: number, happen: () => void): void {
    this.#due.push({ at, order: this.#order++, happen })
  }

  /** Moves the clock to the next event and runs it. @returns false when there are no more events */
  advance(): boolean {
    const next = this.#due.pop()
    if (next === undefined) return false
    this.now = Math.max(this.now, next.at)
    next.happen()
    return true
  }
}
