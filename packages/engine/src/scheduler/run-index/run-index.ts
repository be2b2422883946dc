import { isTaskUnmet } from '../../domain/statuses.ts'
import type { BatchState, Circumstances, RunRules, Snapshot, TaskState } from '../snapshot.ts'
import { BatchIndex } from './batch-index.ts'
import { Lanes, lanePriority } from './lanes.ts'
import { type Need, needsByPosition, OpenNeeds } from './open-needs.ts'
import { SortedList } from './sorted-list.ts'
import { type WaitingList, WaitingLists } from './waiting-lists.ts'

/** The batch of all waiting tasks with `CONTINUOUS`, because there tasks of all batches compete for slots. Real batches count from 1. */
const ANY_BATCH = 0
const inPlanOrder = (a: number, b: number): number => a - b

/** A search for the tasks that may take a slot. */
export interface Ask {
  /** The largest number of tasks to return. */
  count: number
  /** Returns only tasks that may start at this time, in ms. An infinite time accepts every task. */
  dueAt: number
  /** Whether `dueAt` is the present, and not a later time. */
  isNow: boolean
  /** Whether to return tasks that wait for these keys. */
  accepts(waitsFor: TaskState['waitsFor']): boolean
  /**
   * Whether to return this task. It is called in the order of the starts, until `count` tasks are returned. If it refuses a task, it must
   * also refuse every later task with the same keys and the same cost class, because the search looks only at the first `count` of them. The
   * default takes every task.
   */
  take?(task: TaskState): boolean
}

/**
 * An index of the tasks and batches of a run. Without it, each decision would look at all tasks. For 100,000 tasks, that would take 0.2 s.
 * `put` and `putBatch` update the index after every change. All rules about which task may start are in this folder.
 *
 * A task's position is its index in plan order, from 0.
 */
export class RunIndex implements RunRules {
  readonly mode: RunRules['mode']
  readonly strategy: RunRules['strategy']
  readonly isolation: RunRules['isolation']
  readonly #tasks: TaskState[]
  readonly #positionOf: ReadonlyMap<string, number>
  readonly #needs: OpenNeeds
  readonly #batches: BatchIndex
  readonly #alive = new Set<number>()
  readonly #merging = new Set<number>()
  readonly #conflicted = new Set<number>()
  readonly #finished = new SortedList(inPlanOrder)
  readonly #kept = new Set<number>()
  readonly #toSkip = new Set<number>()
  readonly #cancelled = new Set<number>()
  /** Tasks that wait for a resource, according to the database. */
  readonly #awaiting = new Set<number>()
  /** Tasks that have not ended and whose needs are met. */
  readonly #startable = new Set<number>()
  readonly #waiting: WaitingLists
  readonly #lanes = new Lanes()
  #unended = 0
  #wanting = 0

  /**
   * @param tasks in plan order
   * @param needs the needs of each task, followed by those of the epic nodes (P2)
   */
  constructor(
    { mode, strategy, isolation }: RunRules,
    tasks: readonly TaskState[],
    batches: readonly BatchState[],
    needs: readonly (readonly Need[])[] = needsByPosition(tasks),
  ) {
    this.mode = mode
    this.strategy = strategy
    this.isolation = isolation
    this.#tasks = [...tasks]
    this.#positionOf = new Map(tasks.map(({ key }, position) => [key, position]))
    this.#needs = new OpenNeeds(needs, tasks.length)
    this.#batches = new BatchIndex(
      strategy,
      batches,
      tasks.map(({ batch }) => batch),
    )
    this.#waiting = new WaitingLists(this.#inTheOrderOfStarts)
    this.#unended = tasks.length
    for (const [position, task] of tasks.entries()) this.#setEnded(position, null, task, () => {})
    for (const position of tasks.keys()) this.#add(position)
  }

  static of(snapshot: Snapshot): RunIndex {
    return new RunIndex(snapshot, snapshot.tasks, snapshot.batches)
  }

  /** Returns all that a decision depends on, for an error or a replay. */
  snapshot(now: Circumstances): Snapshot {
    const { mode, strategy, isolation } = this
    return { mode, strategy, isolation, ...now, batches: this.#batches.all, tasks: this.#tasks }
  }

  get tasks(): readonly TaskState[] {
    return this.#tasks
  }

  task(key: string): TaskState {
    return this.#at(this.positionOf(key))
  }

  positionOf(key: string): number {
    const position = this.#positionOf.get(key)
    if (position === undefined) throw new Error(`the run has no task ${key}`)
    return position
  }

  put(task: TaskState): void {
    const position = this.positionOf(task.key)
    const before = this.#at(position)
    this.#remove(position)
    this.#tasks[position] = task
    this.#setEnded(position, before, task, (dependent) => {
      this.#remove(dependent)
      this.#add(dependent)
    })
    this.#add(position)
  }

  putBatch(batch: BatchState): void {
    this.#batches.put(batch)
  }

  /** The number of tasks that have not ended. */
  get unended(): number {
    return this.#unended
  }

  /** Whether a task needs one more session, now or later. Tasks with a session, and tasks with finished work, do not count. */
  get wantsSession(): boolean {
    return this.#wanting > 0
  }

  /** The number of tasks that have a slot (S1). */
  get alive(): number {
    return this.#alive.size
  }

  /** Whether an agent runs or a merge is in progress. */
  get isBusy(): boolean {
    return this.#alive.size + this.#merging.size > 0
  }

  get allBatchesClosed(): boolean {
    return this.#batches.allClosed
  }

  closableBatches = (): number[] => this.#batches.closable()

  openableBatches = (): number[] => this.#batches.openable()

  /** Returns the tasks that have not ended and on which no agent and no merge works. A cancel ends them at once. */
  idle(): TaskState[] {
    return this.#tasks.filter(isIdle)
  }

  /** Returns the idle tasks that a person has cancelled (S7). */
  cancelRequested(): TaskState[] {
    return this.#inPlanOrder(this.#cancelled)
  }

  /** Returns the tasks that have a slot, in plan order. */
  running(): TaskState[] {
    return this.#inPlanOrder(this.#alive)
  }

  /** Returns the tasks that wait for a resource according to the database, in plan order. */
  awaiting(): TaskState[] {
    return this.#inPlanOrder(this.#awaiting)
  }

  /**
   * Returns the key of each waiting task that is to be skipped (S4), and in `because` the key of a task that it needs and that ended
   * without being merged.
   */
  toSkip(): { key: string; because: string }[] {
    return [...this.#toSkip].sort(inPlanOrder).map((position) => {
      const cause = this.#needs.causeOf(position)
      if (cause === undefined)
        throw new Error(
          `${this.#at(position).key} must be skipped, but no task that it needs has ended without a merge`,
        )
      return { key: this.#at(position).key, because: this.#at(cause).key }
    })
  }

  /** Returns the tasks with finished work of an earlier run that may enter the merge queue (D6). */
  keptAndReady(): TaskState[] {
    return this.#inPlanOrder(this.#kept).filter(({ batch }) => this.#batches.isPresent(batch))
  }

  /**
   * Returns the task to merge next. With `BATCHES`, only the first task in an open batch that has not ended can be next, and it is next
   * when its work is finished. So merges are in plan order, and not in the order in which agents finish (S2). Several batches are open only
   * if one was reopened (S7). With `CONTINUOUS`, it is the first task in plan order that has finished work.
   */
  nextMerge(): TaskState | undefined {
    if (this.strategy === 'CONTINUOUS') return this.#tasks[this.#finished.first ?? -1]
    const heads = this.#batches.open().map((number) => this.#headOf(number))
    return heads.find((task) => task?.state === 'finished')
  }

  /**
   * Returns the tasks whose merges follow the merge of the task `key`, in the order of these merges. It assumes that each merge succeeds.
   *
   * @param most the largest number of tasks
   */
  mergesAfter(key: string, most: number): TaskState[] {
    const position = this.positionOf(key)
    const positions =
      this.strategy === 'CONTINUOUS'
        ? this.#finished.takeIf(most, (other) => other !== position)
        : this.#batches.finishedAfter(position, this.#at(position).batch, most, (other) => this.#at(other).state)
    return positions.map((other) => this.#at(other))
  }

  /**
   * Returns the tasks that may take a slot, in the order of their starts. Conflict sessions come first, because other merges wait for them.
   */
  startable(ask: Ask): TaskState[] {
    if (ask.count === 0) return []
    if (this.mode === 'SEQUENTIAL') return this.#nextInSequence(ask)
    const conflicted = this.#inPlanOrder(this.#conflicted).filter(
      (task) => this.#batches.isPresent(task.batch) && ask.accepts(task.waitsFor) && isDue(task, ask),
    )
    return taken([...conflicted, ...this.#waitingFor(ask)], ask)
  }

  /** Returns times after `now`, in ms, at which a task that backs off may start. The earliest such time is among them. */
  nextTimes(now: number): number[] {
    const waiting = this.#lists().flatMap(({ tasks }) => tasks.nextTimed(now) ?? [])
    const tasks = [...waiting, ...this.#conflicted].map((position) => this.#at(position))
    return tasks.flatMap(({ notBefore }) => (notBefore !== null && notBefore > now ? [notBefore] : []))
  }

  /** Returns the next task of a sequential run: one at a time, in plan order (S8). */
  #nextInSequence(ask: Ask): TaskState[] {
    const first = this.#batches.firstOpen
    const next = first === undefined ? undefined : this.#headOf(first)
    if (next === undefined || !isDue(next, ask) || !ask.accepts(next.waitsFor)) return []
    const canStart = next.state === 'waiting' && this.#needs.areMet(this.positionOf(next.key))
    return canStart || next.state === 'conflicted' ? taken([next], ask) : []
  }

  #waitingFor({ count, dueAt, isNow, accepts }: Ask): TaskState[] {
    // A running task of another batch can block the lane of a waiting task (S7). Each running task blocks at most one waiting task, so one
    // more task is taken for each running task.
    const most = this.isolation === 'EPIC' ? count + this.#alive.size : count
    const lists = this.#lists().filter(({ waitsFor }) => accepts(waitsFor))
    const positions = lists.flatMap(({ tasks }) => (isNow ? tasks.takeDue(most, dueAt) : tasks.takeDueBy(most, dueAt)))
    const tasks = positions.sort(this.#inTheOrderOfStarts).map((position) => this.#at(position))
    return this.isolation === 'EPIC' ? tasks.filter(this.#hasFreeLane()) : tasks
  }

  #hasFreeLane(): (task: TaskState) => boolean {
    const taken = new Set([...this.#alive].map((position) => this.#at(position).epic))
    return ({ epic }) => !taken.has(epic)
  }

  /** Returns the waiting tasks of the batch whose turn it is. With `BATCHES` only tasks of one batch may start at a time. */
  #lists(): WaitingList[] {
    const turn = this.strategy === 'CONTINUOUS' ? ANY_BATCH : this.#batches.firstOpen
    return turn === undefined ? [] : this.#waiting.of(turn)
  }

  #headOf(batch: number): TaskState | undefined {
    const head = this.#batches.headOf(batch, (position) => this.#at(position).state === 'ended')
    return head === undefined ? undefined : this.#at(head)
  }

  /** Updates the counts after a change of a task. `onDependent` is called for each task whose needs the change may affect. */
  #setEnded(
    position: number,
    before: TaskState | null,
    { state, status, batch }: TaskState,
    onDependent: (position: number) => void,
  ): void {
    const hasEnded = state === 'ended'
    if (hasEnded !== (before?.state === 'ended')) {
      this.#batches.countUnended(batch, hasEnded ? -1 : 1)
      this.#unended += hasEnded ? -1 : 1
    }
    this.#wanting += Number(wantsSession(state)) - Number(before !== null && wantsSession(before.state))
    this.#needs.set(position, hasEnded, isTaskUnmet(status), onDependent)
  }

  #remove(position: number): void {
    for (const set of [
      this.#alive,
      this.#merging,
      this.#conflicted,
      this.#kept,
      this.#toSkip,
      this.#cancelled,
      this.#awaiting,
    ])
      set.delete(position)
    this.#finished.delete(position)
    this.#waiting.delete(position)
    this.#setStartable(position, false)
  }

  #add(position: number): void {
    const task = this.#at(position)
    if (this.isolation === 'EPIC') this.#updateLane(position, task)
    if (task.state === 'ended') return
    this.#setStartable(position, this.#needs.areMet(position))
    if (task.cancelRequested && isIdle(task)) this.#cancelled.add(position)
    if (task.awaits !== null) this.#awaiting.add(position)
    switch (task.state) {
      case 'alive':
        this.#alive.add(position)
        break
      case 'merging':
        this.#merging.add(position)
        break
      case 'conflicted':
        this.#conflicted.add(position)
        break
      case 'finished':
        this.#finished.add(position)
        break
      default:
        this.#addUnbegun(position, task)
    }
  }

  /** Puts a task without a session into a set by its needs. When they can never be met, the task is skipped (S4). */
  #addUnbegun(position: number, { state }: TaskState): void {
    if (this.#needs.canNeverBeMet(position)) this.#toSkip.add(position)
    else if (!this.#needs.areMet(position)) return
    else if (state === 'kept') this.#kept.add(position)
    else this.#await(position)
  }

  /**
   * Updates the lane of a task. If another task may use the lane now, that task begins to wait for a slot, and the task that could use the
   * lane before no longer waits.
   */
  #updateLane(position: number, task: TaskState): void {
    const lane = this.#laneOf(task)
    const before = this.#lanes.holder(lane)
    this.#lanes.set(position, lane, lanePriority(this.strategy, task, this.#needs.areMet(position)))
    const after = this.#lanes.holder(lane)
    if (before === after) return
    if (before !== undefined) this.#waiting.delete(before)
    if (after !== undefined && after !== position && this.#isReady(after)) this.#await(after)
  }

  #isReady(position: number): boolean {
    return this.#at(position).state === 'waiting' && this.#needs.areMet(position) && !this.#waiting.has(position)
  }

  #laneOf({ epic, batch }: TaskState): string {
    return this.strategy === 'CONTINUOUS' ? epic : `${batch} ${epic}`
  }

  #await(position: number): void {
    const task = this.#at(position)
    if (this.isolation === 'EPIC' && this.#lanes.holder(this.#laneOf(task)) !== position) return
    this.#waiting.add(position, this.strategy === 'CONTINUOUS' ? ANY_BATCH : task.batch, task)
  }

  /** With `CONTINUOUS` the longest remaining path comes first, and otherwise plan order. */
  readonly #inTheOrderOfStarts = (a: number, b: number): number =>
    (this.strategy === 'CONTINUOUS' ? this.#at(b).pathLength - this.#at(a).pathLength : 0) || a - b

  #setStartable(position: number, isStartable: boolean): void {
    if (this.#startable.has(position) === isStartable) return
    if (isStartable) this.#startable.add(position)
    else this.#startable.delete(position)
    this.#batches.countStartable(this.#at(position).batch, isStartable ? 1 : -1)
  }

  #inPlanOrder(positions: ReadonlySet<number>): TaskState[] {
    return [...positions].sort(inPlanOrder).map((position) => this.#at(position))
  }

  #at(position: number): TaskState {
    return this.#tasks[position] as TaskState
  }
}

/** Returns the first `count` tasks that `take` takes. */
function taken(tasks: readonly TaskState[], { count, take = () => true }: Ask): TaskState[] {
  const result: TaskState[] = []
  for (const task of tasks) {
    if (result.length === count) break
    if (take(task)) result.push(task)
  }
  return result
}

/** Whether the task has not ended and no agent and no merge works on it. */
const isIdle = ({ state }: TaskState): boolean => state !== 'ended' && state !== 'alive' && state !== 'merging'

const wantsSession = (state: TaskState['state']): boolean => state === 'waiting' || state === 'conflicted'

const isDue = ({ notBefore }: TaskState, { dueAt }: Ask): boolean => notBefore === null || notBefore <= dueAt
