import { Heap } from '../scheduler/heap.ts'

interface Occurrence {
  at: number
  order: number
  happen(): void
}

/** Time that passes only from one thing to the next; of what is due in the same instant, the first that was asked for comes first. */
export class VirtualClock {
  readonly #due = new Heap<Occurrence>((a, b) => a.at < b.at || (a.at === b.at && a.order < b.order))
  #order = 0
  now = 0

  later(at: number, happen: () => void): void {
    this.#due.push({ at, order: this.#order++, happen })
  }

  /** Goes to what comes next and lets it happen; false where nothing is left. */
  advance(): boolean {
    const next = this.#due.pop()
    if (next === undefined) return false
    this.now = Math.max(this.now, next.at)
    next.happen()
    return true
  }
}
