import type { BatchView, RunView, TaskView } from './run-view.ts'
import { unplannedTask } from './tasks.ts'

type Head = Omit<RunView, 'tasks' | 'batches' | 'epics'>

/**
 * The state of a run while events change it. A change of one task takes constant time. If each event copied the array of all tasks, a
 * replay of a run with 5,000 tasks would copy it 40,000 times. Views that were read earlier do not change.
 */
export class RunDraft {
  #head: Head
  readonly #tasks: Map<string, TaskView>
  readonly #batches: Map<number, BatchView>
  readonly #epics: Map<string, string>
  /** The lists of the last view. A list is undefined when something in it has changed since. */
  #lists: Partial<Pick<RunView, 'tasks' | 'batches' | 'epics'>>

  constructor({ tasks, batches, epics, ...head }: RunView) {
    this.#head = head
    this.#tasks = new Map(tasks.map((task) => [task.key, task]))
    this.#batches = new Map(batches.map((batch) => [batch.number, batch]))
    this.#epics = new Map(epics.map(({ key, name }) => [key, name]))
    this.#lists = { tasks, batches, epics }
  }

  get head(): Readonly<Head> {
    return this.#head
  }

  change(facts: Partial<Head>): void {
    this.#head = { ...this.#head, ...facts }
  }

  batch(number: number): BatchView | undefined {
    return this.#batches.get(number)
  }

  changeBatch(number: number, change: (batch: BatchView) => Partial<BatchView>): void {
    const batch = this.#batches.get(number)
    if (batch === undefined) return
    this.#batches.set(number, { ...batch, ...change(batch) })
    this.#lists.batches = undefined
  }

  addBatch(batch: BatchView): void {
    if (this.#batches.has(batch.number)) return
    this.#batches.set(batch.number, batch)
    this.#lists.batches = undefined
  }

  changeTask(key: string, change: (task: TaskView) => Partial<TaskView>): void {
    const task = this.#tasks.get(key) ?? unplannedTask(key)
    this.#tasks.set(key, { ...task, ...change(task) })
    this.#lists.tasks = undefined
  }

  addTask(task: TaskView): void {
    this.#tasks.set(task.key, task)
    this.#lists.tasks = undefined
  }

  addEpic(key: string, name: string): void {
    if (this.#epics.has(key)) return
    this.#epics.set(key, name)
    this.#lists.epics = undefined
  }

  view(): RunView {
    this.#lists.tasks ??= [...this.#tasks.values()]
    this.#lists.batches ??= [...this.#batches.values()]
    this.#lists.epics ??= [...this.#epics].map(([key, name]) => ({ key, name }))
    const { tasks, batches, epics } = this.#lists
    return { ...this.#head, tasks, batches, epics }
  }
}
