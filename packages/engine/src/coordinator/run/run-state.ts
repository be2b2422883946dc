import type { ProviderHold } from '../../domain/provider.ts'
import type { BatchRecord, RunRecord, RunTaskRecord, SessionRecord } from '../../domain/records.ts'
import type { Store } from '../../ports/store.ts'
import { batchState, taskState } from '../../scheduler/observe.ts'
import { RunIndex } from '../../scheduler/run-index/run-index.ts'
import { Conversations } from '../sessions/conversations.ts'
import { TaskCosts } from './task-costs.ts'

/** The record of one active run, kept in memory by its only executor; every change of it was stored first. */
export class RunState {
  run: RunRecord
  /** What the plan says that its tasks will touch. */
  readonly plannedFiles: readonly string[]
  readonly #batches: BatchRecord[]
  readonly #tasks: Map<string, RunTaskRecord>
  readonly costs = new TaskCosts()
  readonly conversations = new Conversations()
  /** By id: what is stored from an older copy of a task does not undo it. */
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

  /** What the scheduler decides by; told of every change from now on. */
  follow(pathLength: (key: string) => number): RunIndex {
    this.#pathLength = pathLength
    const tasks = this.tasks.map((task) => taskState(task, pathLength(task.key)))
    this.#index = new RunIndex(this.run, tasks, this.#batches.map(batchState))
    return this.#index
  }

  /** In plan order. */
  get tasks(): readonly RunTaskRecord[] {
    return [...this.#tasks.values()]
  }

  task(key: string): RunTaskRecord {
    const task = this.#tasks.get(key)
    if (!task) throw new Error(`run ${this.run.number} has no task ${key}`)
    return task
  }

  /** The finished work of a task that is in conflict. */
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

  /** I1: where a task with an epic's lane starts: the newest merge of its epic in its batch. */
  lastMergeOfLane({ epicKey, batchNumber }: RunTaskRecord): string | null {
    const merged = this.tasksOf(batchNumber).filter((task) => task.epicKey === epicKey && task.commit !== null)
    return merged.at(-1)?.commit ?? null
  }

  batch(number: number): BatchRecord {
    const batch = this.#batches[number - 1]
    if (!batch) throw new Error(`run ${this.run.number} has no batch ${number}`)
    return batch
  }

  /** Takes what was stored. @returns false for null, a lost race; then nothing changes */
  apply(task: RunTaskRecord | null): boolean {
    if (task === null) return false
    const known = { ...task, cancelRequested: this.#cancelRequested.has(task.id) }
    this.#tasks.set(task.key, known)
    this.#versions.set(task.key, (this.#versions.get(task.key) ?? 0) + 1)
    this.#index?.put(taskState(known, this.#pathLength(task.key)))
    return true
  }

  /** By key: grows with every change of the task. */
  versions(): ReadonlyMap<string, number> {
    return new Map(this.#versions)
  }

  /** Takes what a command wrote. For a task that is to be cancelled that is only the mark: the rest is the owner's. */
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

  /** True the first time that this run hears of it. */
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

  /** A command opens batches that had ended, and changes nothing else of them. */
  applyReopened(batches: readonly BatchRecord[]): void {
    for (const batch of batches)
      if (batch.finishedAt === null && this.batch(batch.number).finishedAt !== null) this.applyBatch(batch)
  }

  /** Takes of a run what commands write. The rest is the owner's, whose copy may be newer. */
  applyCommands({ status, statusReason, maxConcurrency, lastCommand }: RunRecord): void {
    this.run = { ...this.run, status, statusReason, maxConcurrency, lastCommand }
  }

  /** The last command stays the one that the owner has seen: the record may know a later one. */
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
