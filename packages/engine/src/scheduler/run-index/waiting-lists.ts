import type { TaskState } from '../snapshot.ts'
import { WaitingTasks } from './waiting-tasks.ts'

/** Tasks that wait for a slot and for the same keys. */
export interface WaitingList {
  batch: number
  waitsFor: TaskState['waitsFor']
  tasks: WaitingTasks
}

/**
 * The tasks that wait for a slot, by batch and then by the keys that they wait for. A closed key closes whole lists. So a decision looks at
 * no task in these lists, and tasks with other keys do not wait behind them.
 */
export class WaitingLists {
  readonly #batches = new Map<number, Map<string, WaitingList>>()
  readonly #listOf: (WaitingList | undefined)[] = []
  readonly #compare: (a: number, b: number) => number

  /** @param compare says in which order the tasks of a list get a slot. A task is given by its position. */
  constructor(compare: (a: number, b: number) => number) {
    this.#compare = compare
  }

  add(position: number, batch: number, { waitsFor, notBefore }: TaskState): void {
    const list = this.#listFor(batch, waitsFor)
    list.tasks.add(position, notBefore)
    this.#listOf[position] = list
  }

  has(position: number): boolean {
    return this.#listOf[position] !== undefined
  }

  delete(position: number): void {
    const list = this.#listOf[position]
    if (list === undefined) return
    this.#listOf[position] = undefined
    list.tasks.delete(position)
    // Some keys are used by one task only. Without this line, each such task would leave an empty list, and every decision would look at
    // it.
    if (list.tasks.size === 0) this.#batches.get(list.batch)?.delete(nameOf(list.waitsFor))
  }

  of(batch: number): WaitingList[] {
    return [...(this.#batches.get(batch)?.values() ?? [])]
  }

  #listFor(batch: number, waitsFor: TaskState['waitsFor']): WaitingList {
    const lists = this.#batches.get(batch) ?? new Map<string, WaitingList>()
    if (lists.size === 0) this.#batches.set(batch, lists)
    const name = nameOf(waitsFor)
    const list = lists.get(name) ?? { batch, waitsFor, tasks: new WaitingTasks(this.#compare) }
    if (list.tasks.size === 0) lists.set(name, list)
    return list
  }
}

/**
 * Returns a text that differs for different keys. Most tasks have at most one key. Then the text is this key itself, because JSON would
 * take longer.
 */
const nameOf = (keys: TaskState['waitsFor']): string => (keys.length > 1 ? JSON.stringify(keys) : (keys[0] ?? ''))
