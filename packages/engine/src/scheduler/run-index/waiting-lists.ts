import type { TaskState } from '../snapshot.ts'
import { WaitingTasks } from './waiting-tasks.ts'

/** Tasks of the same cost class that wait for a slot and for the same keys. */
export interface WaitingList {
  batch: number
  waitsFor: TaskState['waitsFor']
  costClass: TaskState['costClass'] | undefined
  tasks: WaitingTasks
}

/**
 * The tasks that wait for a slot, by batch and then by the keys that they wait for and by their cost class. A closed key closes whole lists.
 * So a decision looks at no task in these lists, and tasks with other keys do not wait behind them. Cheap tasks do not wait behind tasks for
 * which there is too little money.
 */
export class WaitingLists {
  readonly #batches = new Map<number, Map<string, WaitingList>>()
  readonly #listOf: (WaitingList | undefined)[] = []
  readonly #compare: (a: number, b: number) => number

  /** @param compare says in which order the tasks of a list get a slot. A task is given by its position. */
  constructor(compare: (a: number, b: number) => number) {
    this.#compare = compare
  }

  add(position: number, batch: number, task: TaskState): void {
    const { waitsFor, notBefore, costClass } = task
    const list = this.#listFor(batch, waitsFor, costClass)
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
    if (list.tasks.size === 0) this.#batches.get(list.batch)?.delete(nameOf(list))
  }

  of(batch: number): WaitingList[] {
    return [...(this.#batches.get(batch)?.values() ?? [])]
  }

  #listFor(batch: number, waitsFor: TaskState['waitsFor'], costClass: TaskState['costClass']): WaitingList {
    const lists = this.#batches.get(batch) ?? new Map<string, WaitingList>()
    if (lists.size === 0) this.#batches.set(batch, lists)
    const name = nameOf({ waitsFor, costClass })
    const list = lists.get(name) ?? { batch, waitsFor, costClass, tasks: new WaitingTasks(this.#compare) }
    if (list.tasks.size === 0) lists.set(name, list)
    return list
  }
}

/**
 * Returns a text that differs for different keys and cost classes. Most tasks have at most one key and no cost class. Then the text is this
 * key itself, because JSON would take longer.
 */
const nameOf = ({ waitsFor, costClass }: Pick<WaitingList, 'waitsFor' | 'costClass'>): string =>
  waitsFor.length > 1 || costClass !== undefined ? JSON.stringify([waitsFor, costClass]) : (waitsFor[0] ?? '')
