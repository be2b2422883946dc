import type { ProviderHold } from '../../domain/provider.ts'
import type { BatchRecord, RunRecord, RunTaskRecord, SessionRecord } from '../../domain/records.ts'
import type { Store } from '../../ports/store.ts'
import { batchState, taskState } from '../../scheduler/observe.ts'
import { RunIndex } from '../../scheduler/run-index/run-index.ts'
import { Conversations } from '../sessions/conversations.ts'
import { TaskCosts } from './task-costs.ts'

/** The records of one active run in the memory of its executor. A change is first stored in the database, then applied here. */
export class RunState {
  run: RunRecord
  /** The files that the tasks will change according to the plan. */
  readonly plannedFiles: readonly string[]
  readonly #batches: BatchRecord[]
  readonly #tasks: Map<string, RunTaskRecord>
  readonly costs = new TaskCosts()
  readonly conversations = new Conversations()
  /** The ids of tasks that a person cancels. They are kept apart, because an older copy of a task may be applied later and lacks the mark. */
  readonly #cancelRequested = new Set<string>()
  readonly #versions = new Map<string, number>()
  readonly #toldHolds = new Set<string>()
  readonly #keysOf: ReadonlyMap<number, readonly string[]>
  #index: RunIndex | null = null
  #pathLength: (key: string) => number = () => 0

  constructor(
    run: RunRecord,
    batches: readonly BatchRecord[],
    tasks: readonly RunTaskRecord[],
    sessions: readonly SessionRecord[] = [],
  ) {
    this.run = run
    this.#batches = [...batches]
    this.#tasks = new Map()
    this.#keysOf = keysByBatch(tasks)
    this.plannedFiles = [...new Set(tasks.flatMap(({ settings }) => settings.files))]
    for (const task of tasks) this.#remember(task)
    for (const session of sessions) {
      this.costs.put(session, session.metrics.costMicroUsd)
      this.conversations.add({ ...session, isInterrupted: session.status === 'INTERRUPTED' })
    }
  }

  static async load(store: Store, run: RunRecord): Promise<RunState> {
    const [batches, tasks, sessions] = await Promise.all([
      store.batches(run.id),
      store.runTasks(run.id),
      store.sessions(run.id),
    ])
    return new RunState(run, batches, tasks, sessions)
  }

  /** Returns the index from which the scheduler decides. From now on, every change of the run is passed to the index. */
  follow(pathLength: (key: string) => number): RunIndex {
    this.#pathLength = pathLength
    const tasks = this.tasks.map((task) => taskState(task, pathLength(task.key)))
    this.#index = new RunIndex(this.run, tasks, this.#batches.map(batchState))
    return this.#index
  }

  /** All tasks of the run in plan order. */
  get tasks(): readonly RunTaskRecord[] {
    return [...this.#tasks.values()]
  }

  task(key: string): RunTaskRecord {
    const task = this.#tasks.get(key)
    if (!task) throw new Error(`run ${this.run.number} has no task ${key}`)
    return task
  }

  /** Returns the commit with the finished work of a task that is in conflict. */
  workCommit(key: string): string {
    const { workCommit } = this.task(key)
    if (workCommit === null) throw new Error(`${key} is in conflict but has no work`)
    return workCommit
  }

  taskOf({ runTaskId, number }: SessionRecord): RunTaskRecord {
    const task = this.tasks.find(({ id }) => id === runTaskId)
    if (!task) throw new Error(`session ${number} belongs to no task of run ${this.run.number}`)
    return task
  }

  tasksOf(batch: number): RunTaskRecord[] {
    return (this.#keysOf.get(batch) ?? []).map((key) => this.task(key))
  }

  /** Returns the newest merge of the task's epic in the task's batch. A task in the lane of an epic starts from it (I1). */
  lastMergeOfLane({ epicKey, batchNumber }: RunTaskRecord): string | null {
    const merged = this.tasksOf(batchNumber).filter((task) => task.epicKey === epicKey && task.commit !== null)
    return merged.at(-1)?.commit ?? null
  }

  batch(number: number): BatchRecord {
    const batch = this.#batches[number - 1]
    if (!batch) throw new Error(`run ${this.run.number} has no batch ${number}`)
    return batch
  }

  /** Takes over a task as it was stored. @returns false when `task` is null, because its compare-and-swap was lost; then nothing changes */
  apply(task: RunTaskRecord | null): boolean {
    if (task === null) return false
    const known = { ...task, cancelRequested: this.#cancelRequested.has(task.id) }
    this.#tasks.set(task.key, known)
    this.#versions.set(task.key, (this.#versions.get(task.key) ?? 0) + 1)
    this.#index?.put(taskState(known, this.#pathLength(task.key)))
    return true
  }

  /** Returns a number per task key. The number grows with every change of the task. */
  versions(): ReadonlyMap<string, number> {
    return new Map(this.#versions)
  }

  /** Takes over a task that a command wrote. If the command cancels the task, only `cancelRequested` is taken: the owner writes the rest. */
  applyCommanded(task: RunTaskRecord): void {
    this.#remember(task.cancelRequested ? { ...this.task(task.key), cancelRequested: true } : task)
  }

  #remember(task: RunTaskRecord): void {
    if (task.cancelRequested) this.#cancelRequested.add(task.id)
    else this.#cancelRequested.delete(task.id)
    this.apply(task)
  }

  isCancelRequested(runTaskId: string): boolean {
    return this.#cancelRequested.has(runTaskId)
  }

  /** Returns true at the first call for a hold, so that the run reports each hold once. */
  tellOf({ provider, until }: ProviderHold): boolean {
    const name = `${provider} ${until}`
    const isNews = !this.#toldHolds.has(name)
    this.#toldHolds.add(name)
    return isNews
  }

  applyBatch(batch: BatchRecord | null): boolean {
    if (batch === null) return false
    this.#batches[batch.number - 1] = batch
    this.#index?.putBatch(batchState(batch))
    return true
  }

  /** Takes over the batches that a command has opened again. A command changes nothing else of a batch. */
  applyReopened(batches: readonly BatchRecord[]): void {
    for (const batch of batches)
      if (batch.finishedAt === null && this.batch(batch.number).finishedAt !== null) this.applyBatch(batch)
  }

  /** Takes over the fields of the run that commands write. The owner writes the other fields, and its copy of them may be newer. */
  applyCommands({ status, statusReason, maxConcurrency, lastCommand }: RunRecord): void {
    this.run = { ...this.run, status, statusReason, maxConcurrency, lastCommand }
  }

  /** Takes over the stored run, except `lastCommand`: the stored number may be that of a command that the owner has not read yet. */
  applyRun(run: RunRecord | null): boolean {
    if (run) this.run = { ...run, lastCommand: this.run.lastCommand }
    return run !== null
  }

  /** @returns millionths of a dollar, or null when no session of these tasks has a known cost (M1) */
  costOf(tasks: readonly RunTaskRecord[]): number | null {
    return this.costs.of(tasks)
  }
}

function keysByBatch(tasks: readonly RunTaskRecord[]): Map<number, string[]> {
  const groups = Map.groupBy(tasks, (task) => task.batchNumber)
  return new Map([...groups].map(([number, its]) => [number, its.map(({ key }) => key)]))
}
