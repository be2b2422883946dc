import { Heap } from '../heap.ts'
import { SortedList } from './sorted-list.ts'

/** The tasks that wait for a slot, in the order in which they get one. A task may have a time before which it must not start. */
export class WaitingTasks {
  readonly #due: SortedList
  readonly #timed: SortedList
  readonly #times = new Map<number, number>()
  /** The times of the tasks in `#timed`, the earliest first. The alarm of a deleted task stays here until its time. */
  readonly #alarms = new Heap<{ at: number; task: number }>((a, b) => a.at < b.at)
  readonly #compare: (a: number, b: number) => number

  constructor(compare: (a: number, b: number) => number) {
    this.#compare = compare
    this.#due = new SortedList(compare)
    this.#timed = new SortedList(compare)
  }

  get size(): number {
    return this.#due.size + this.#timed.size
  }

  add(task: number, notBefore: number | null): void {
    if (notBefore === null) {
      this.#due.add(task)
      return
    }
    this.#timed.add(task)
    this.#times.set(task, notBefore)
    this.#alarms.push({ at: notBefore, task })
  }

  delete(task: number): void {
    if (this.#times.delete(task)) this.#timed.delete(task)
    else this.#due.delete(task)
  }

  /** Returns the first `count` tasks that may start at `now`, the present, in ms. */
  takeDue(count: number, now: number): number[] {
    this.#collectDue(now)
    return this.#due.take(count)
  }

  /** Returns the first `count` tasks that may start at `later`, a time after the present, in ms. */
  takeDueBy(count: number, later: number): number[] {
    const timed = this.#timed.takeIf(count, (task) => (this.#times.get(task) ?? 0) <= later)
    return [...this.#due.take(count), ...timed].sort(this.#compare).slice(0, count)
  }

  /** Returns the task with the earliest time after `now`, in ms. @returns undefined when no task has such a time */
  nextTimed(now: number): number | undefined {
    this.#collectDue(now)
    return this.#alarms.peek()?.task
  }

  /** Moves the tasks whose time has come to `#due`, and removes the alarms of deleted tasks. */
  #collectDue(now: number): void {
    for (let alarm = this.#alarms.peek(); alarm; alarm = this.#alarms.peek()) {
      const isStale = this.#times.get(alarm.task) !== alarm.at
      if (!isStale && alarm.at > now) return
      this.#alarms.pop()
      if (isStale) continue
      this.#times.delete(alarm.task)
      this.#timed.delete(alarm.task)
      this.#due.add(alarm.task)
    }
  }
}
