import { isLimited, type ProjectBudget } from '../../domain/budget.ts'
import type { ProviderHold } from '../../domain/provider.ts'
import type { BatchRecord, RunRecord, RunTaskRecord, SessionRecord } from '../../domain/records.ts'
import type { ChooseSession, SessionChoice } from '../../domain/session-choice.ts'
import { isTaskEnded } from '../../domain/statuses.ts'
import type { Teacher } from '../../lifecycle/learn-from.ts'
import type { Store } from '../../ports/store.ts'
import { batchState, taskState } from '../../scheduler/observe.ts'
import { RunIndex } from '../../scheduler/run-index/run-index.ts'
import { Conversations } from '../sessions/conversations.ts'
import { FinishedWork } from '../sessions/finished-work.ts'
import { Teachers } from '../sessions/teachers.ts'
import { RunMoney } from './run-money.ts'
import { TaskCosts } from './task-costs.ts'

/** The executor's copy of one active run, in memory. Each change is stored in the database before it is applied here. */
export class RunState {
  run: RunRecord
  /** The files that the tasks will probably change, as the plan names them. */
  readonly plannedFiles: readonly string[]
  readonly #batches: BatchRecord[]
  readonly #tasks: Map<string, RunTaskRecord>
  readonly costs = new TaskCosts()
  readonly money = new RunMoney()
  /** The budgets of the project. */
  #limits: ProjectBudget = { budgetMicroUsd: null, dayBudgetMicroUsd: null }
  readonly conversations = new Conversations()
  readonly finishedWork = new FinishedWork()
  readonly #teachers = new Teachers()
  /** The keys of the tasks whose merge has not passed verify. Nothing is learned from them. */
  readonly #red = new Set<string>()
  /** The keys of the completed tasks without a LEARNING session. */
  readonly #unlearned = new Set<string>()
  /**
   * The ids of the tasks with a cancel request. The request stays when the executor applies a record that was stored before the request.
   */
  readonly #cancelRequested = new Set<string>()
  /** The clashes of tasks by the id of the task. They stay when the executor applies a record that was stored before they were found. */
  readonly #clashes = new Map<string, RunTaskRecord['clashes']>()
  readonly #versions = new Map<string, number>()
  readonly #announcedHolds = new Set<string>()
  readonly #keysOf: ReadonlyMap<number, readonly string[]>
  #index: RunIndex | null = null
  /** Whether each waiting task in the index has its cost class. It is false since a moment at which the run had no budget. */
  #hasCostClasses = false
  #reindex: (task: RunTaskRecord) => void = () => {}

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
    const learned = new Set(sessions.filter(({ kind }) => kind === 'LEARNING').map(({ runTaskId }) => runTaskId))
    for (const task of tasks) if (learned.has(task.id)) this.beginLearning(task)
    for (const session of sessions) {
      this.costs.put(session)
      this.money.put(session)
      this.conversations.add(session)
      if (session.status === 'COMPLETED') this.addFinished(session)
    }
  }

  /** Adds a session that has finished the work of its task. */
  addFinished(session: SessionRecord): void {
    this.finishedWork.add(session)
    this.#teachers.add(session)
  }

  /** Stores whether the merge of a task has passed verify, before the task is completed. */
  markMerged(key: string, isRed: boolean): void {
    if (isRed) this.#red.add(key)
    else this.#red.delete(key)
  }

  /**
   * Returns the sessions that made the finished work of a task. It is empty when a person or an earlier run made the work, and when its merge has
   * not passed verify: only verified work teaches (E2).
   */
  teachersOf({ id, key, keptFromRunId }: RunTaskRecord): readonly Teacher[] {
    return keptFromRunId === null && !this.#red.has(key) ? this.#teachers.of(id) : []
  }

  /** The keys of the completed tasks from whose sessions no LEARNING session has begun to learn. It is empty when rules alone learn. */
  get toLearnFrom(): readonly string[] {
    if (this.run.settings.learning === null) return []
    // A session that shows nothing, such as that of a plain command, has nothing to read.
    return [...this.#unlearned].filter((key) => this.teachersOf(this.task(key)).some(({ shown }) => shown !== null))
  }

  /** Marks that a LEARNING session has begun. A task has at most one in a run, so that nothing is paid for twice. */
  beginLearning({ key }: RunTaskRecord): void {
    this.#unlearned.delete(key)
  }

  static async load(store: Store, run: RunRecord): Promise<RunState> {
    const [batches, tasks, sessions] = await Promise.all([
      store.batches(run.id),
      store.runTasks(run.id),
      store.sessions(run.id),
    ])
    return new RunState(run, batches, tasks, sessions)
  }

  /**
   * Creates the index of the run for the scheduler. It is updated with each change from now on.
   *
   * @param pathLength returns the likely duration in ms of the longest path of dependencies that begins at a task
   * @param chooseSession names the provider of the next session of a task
   * @param isCounted says whether the sessions of a task take money from a budget
   * @param likelyPaths returns the paths that a task will probably change
   */
  createIndex(
    pathLength: (key: string) => number,
    chooseSession: ChooseSession,
    likelyPaths: (key: string) => readonly string[],
    isCounted: (task: RunTaskRecord) => boolean,
  ): RunIndex {
    const needsMoney = (task: RunTaskRecord) => this.isLimited && !isTaskEnded(task.status)
    const costClass = (task: RunTaskRecord, choice: SessionChoice) =>
      needsMoney(task) && isCounted(task) ? this.money.classOf(choice) : undefined
    const stateOf = (task: RunTaskRecord) => stateOfTask(task, chooseSession(task))
    const stateOfTask = (task: RunTaskRecord, choice: SessionChoice) =>
      taskState(task, pathLength(task.key), choice.provider, likelyPaths(task.key), costClass(task, choice))
    const tasks = this.tasks.map(stateOf)
    const index = new RunIndex(this.run, tasks, this.#batches.map(batchState))
    this.#index = index
    this.#hasCostClasses = this.isLimited
    this.#reindex = (task) => index.put(stateOf(task))
    return index
  }

  /** All tasks, in plan order. */
  get tasks(): readonly RunTaskRecord[] {
    return [...this.#tasks.values()]
  }

  task(key: string): RunTaskRecord {
    const task = this.#tasks.get(key)
    if (!task) throw new Error(`run ${this.run.number} has no task ${key}`)
    return task
  }

  /** Returns the commit of the finished work of a task that is in conflict. */
  workCommit(key: string): string {
    const { workCommit } = this.task(key)
    if (workCommit === null)
      throw new Error(`task ${key} is in conflict, but no commit of its finished work is recorded`)
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

  /**
   * Returns the newest merge commit of the task's epic in the task's batch. With isolation `EPIC`, the task starts from this commit (I1).
   * @returns null when no task of the epic is merged in this batch
   */
  lastMergeOfLane({ epicKey, batchNumber }: RunTaskRecord): string | null {
    const merged = this.tasksOf(batchNumber).filter((task) => task.epicKey === epicKey && task.commit !== null)
    return merged.at(-1)?.commit ?? null
  }

  batch(number: number): BatchRecord {
    const batch = this.#batches[number - 1]
    if (!batch) throw new Error(`run ${this.run.number} has no batch ${number}`)
    return batch
  }

  /** Applies a stored record. @returns false when `task` is null, because the change was not stored. Then nothing changes */
  apply(task: RunTaskRecord | null): boolean {
    if (task === null) return false
    if (isTaskEnded(task.status)) this.#clashes.delete(task.id)
    const clashes = this.#clashes.get(task.id) ?? task.clashes
    const known = { ...task, clashes, cancelRequested: this.#cancelRequested.has(task.id) }
    const before = this.#tasks.get(task.key)?.status
    this.#tasks.set(task.key, known)
    this.#versions.set(task.key, (this.#versions.get(task.key) ?? 0) + 1)
    if (task.status === 'COMPLETED' && before !== 'COMPLETED') this.#unlearned.add(task.key)
    this.#reindex(known)
    return true
  }

  /** Applies the stored clashes of a task. A record without them that is applied later does not remove them. */
  applyClashes({ id, key, clashes }: RunTaskRecord): void {
    this.#clashes.set(id, clashes)
    this.apply(this.task(key))
  }

  /** Returns how many times each task has changed, by task key. */
  versions(): ReadonlyMap<string, number> {
    return new Map(this.#versions)
  }

  /**
   * Applies the record of a task after a command. If the record has a cancel request, only the request is applied, because the owner's copy
   * of the other fields may be newer.
   */
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

  /** Marks a hold as announced in this run. @returns true when the hold was not announced before */
  markAnnounced(hold: ProviderHold): boolean {
    const name = announcedName(hold)
    const isNew = !this.#announcedHolds.has(name)
    this.#announcedHolds.add(name)
    return isNew
  }

  /** Forgets the holds that are not among `holds`. A hold that comes back is then announced again, even with the same end. */
  forgetAnnounced(holds: readonly ProviderHold[]): void {
    const names = new Set(holds.map(announcedName))
    for (const name of this.#announcedHolds) if (!names.has(name)) this.#announcedHolds.delete(name)
  }

  applyBatch(batch: BatchRecord | null): boolean {
    if (batch === null) return false
    this.#batches[batch.number - 1] = batch
    this.#index?.putBatch(batchState(batch))
    return true
  }

  /** Applies the batches that a command has opened again. A command changes nothing else of a batch. */
  applyReopened(batches: readonly BatchRecord[]): void {
    for (const batch of batches)
      if (batch.finishedAt === null && this.batch(batch.number).finishedAt !== null) this.applyBatch(batch)
  }

  /** Applies the fields of a run and the budgets of its project that commands write. The other fields are written by the owner, and its copy may be newer. */
  applyCommands(run: RunRecord, limits: ProjectBudget): void {
    const { status, statusReason, maxConcurrency, lastCommand } = run
    const { budgetMicroUsd, budgetWarned, projectWarned, dayWarned, awaitsBudget, resumesAt } = run
    const budget = { budgetMicroUsd, budgetWarned, projectWarned, dayWarned, awaitsBudget, resumesAt }
    this.run = { ...this.run, status, statusReason, maxConcurrency, lastCommand, ...budget }
    this.limits = limits
    if (this.lacksCostClasses(this.run, limits)) for (const task of this.tasks) this.#reindex(task)
    this.#hasCostClasses = this.isLimited
  }

  /**
   * Says whether the waiting tasks must get their cost classes, because a run with these budgets needs them. The run itself may have the budget
   * already: a write of the owner reads the whole run, so it may bring a budget before the command that set it is applied.
   */
  lacksCostClasses(run: Pick<RunRecord, 'budgetMicroUsd'>, limits: ProjectBudget): boolean {
    return isLimited(run, limits) && !this.#hasCostClasses
  }

  get limits(): ProjectBudget {
    return this.#limits
  }

  set limits(limits: ProjectBudget) {
    this.#limits = limits
    this.money.limit(limits)
  }

  /** Whether the run has at least one budget. */
  get isLimited(): boolean {
    return isLimited(this.run, this.#limits)
  }

  /**
   * Applies a run that the owner has stored. `lastCommand` keeps its value, because the record may contain a command that the owner has not
   * read yet.
   *
   * @returns false when `run` is null, because the change was not stored. Then nothing changes
   */
  applyRun(run: RunRecord | null): boolean {
    if (run === null) return false
    this.run = { ...run, lastCommand: this.run.lastCommand }
    if (!this.isLimited) this.#hasCostClasses = false
    return true
  }

  /**
   * Returns the cost of tasks in millionths of a dollar.
   *
   * @returns null when the cost of every session of these tasks is unknown. An unknown cost is never 0 (M1)
   */
  costOf(tasks: readonly RunTaskRecord[]): number | null {
    return this.costs.of(tasks)
  }
}

function keysByBatch(tasks: readonly RunTaskRecord[]): Map<number, string[]> {
  const groups = Map.groupBy(tasks, (task) => task.batchNumber)
  return new Map([...groups].map(([number, its]) => [number, its.map(({ key }) => key)]))
}

const announcedName = ({ provider, until }: ProviderHold): string => `${provider} ${until}`
