import { isTaskUnmet } from '../../domain/statuses.ts'
import type { BatchState, Circumstances, RunRules, Snapshot, TaskState } from '../snapshot.ts'
import { BatchIndex } from './batch-index.ts'
import { claimOf, Lanes } from './lanes.ts'
import { type Need, needsByPlace, OpenNeeds } from './open-needs.ts'
import { SortedList } from './sorted-list.ts'
import { WaitingTasks } from './waiting-tasks.ts'

/** With `CONTINUOUS` tasks of all batches compete. Numbers of batches count from 1. */
const ANY_BATCH = 0
const inPlanOrder = (a: number, b: number): number => a - b

/** Which tasks may take a slot. */
export interface Ask {
  count: number
  /** Only tasks that may start by then, in ms. Null accepts any time. */
  dueAt: number | null
  ofProvider(provider: string): boolean
}

/**
 * The tasks and batches of a run, indexed so that `decide` finds what it needs without a look at all of them: in a run of 100,000
 * tasks such a look takes 0.2 s. `put` and `putBatch` update it after every change. The rules about who may start are only here.
 */
export class RunIndex implements RunRules {
  readonly mode: RunRules['mode']
  readonly strategy: RunRules['strategy']
  readonly isolation: RunRules['isolation']
  readonly #tasks: TaskState[]
  readonly #placeOf: ReadonlyMap<string, number>
  readonly #needs: OpenNeeds
  readonly #batches: BatchIndex
  readonly #alive = new Set<number>()
  readonly #merging = new Set<number>()
  readonly #conflicted = new Set<number>()
  readonly #finished = new SortedList(inPlanOrder)
  readonly #kept = new Set<number>()
  readonly #doomed = new Set<number>()
  readonly #cancelled = new Set<number>()
  /** Tasks that have not ended and have all that they need. */
  readonly #startable = new Set<number>()
  /** By batch, because with `BATCHES` only tasks of one batch may start at a time; then by provider. */
  readonly #waiting = new Map<number, Map<string, WaitingTasks>>()
  readonly #waitsIn: (WaitingTasks | undefined)[] = []
  readonly #lanes = new Lanes()
  #unended = 0

  /** A task's place is its index in `tasks`, which are in plan order. `needs` may have gates of epics behind the tasks (P2). */
  constructor(
    { mode, strategy, isolation }: RunRules,
    tasks: readonly TaskState[],
    batches: readonly BatchState[],
    needs: readonly (readonly Need[])[] = needsByPlace(tasks),
  ) {
    this.mode = mode
    this.strategy = strategy
    this.isolation = isolation
    this.#tasks = [...tasks]
    this.#placeOf = new Map(tasks.map(({ key }, place) => [key, place]))
    this.#needs = new OpenNeeds(needs, tasks.length)
    this.#batches = new BatchIndex(
      strategy,
      batches,
      tasks.map(({ batch }) => batch),
    )
    this.#unended = tasks.length
    for (const [place, task] of tasks.entries()) this.#setEnded(place, null, task, () => {})
    for (const place of tasks.keys()) this.#add(place)
  }

  static of(snapshot: Snapshot): RunIndex {
    return new RunIndex(snapshot, snapshot.tasks, snapshot.batches)
  }

  /** Writes the run out, for an error or a replay. */
  snapshot(now: Circumstances): Snapshot {
    const { mode, strategy, isolation } = this
    return { mode, strategy, isolation, ...now, batches: this.#batches.all, tasks: this.#tasks }
  }

  get tasks(): readonly TaskState[] {
    return this.#tasks
  }

  task(key: string): TaskState {
    return this.#at(this.placeOf(key))
  }

  placeOf(key: string): number {
    const place = this.#placeOf.get(key)
    if (place === undefined) throw new Error(`no task ${key}`)
    return place
  }

  put(task: TaskState): void {
    const place = this.placeOf(task.key)
    const before = this.#at(place)
    this.#remove(place)
    this.#tasks[place] = task
    this.#setEnded(place, before, task, (dependent) => {
      this.#remove(dependent)
      this.#add(dependent)
    })
    this.#add(place)
  }

  putBatch(batch: BatchState): void {
    this.#batches.put(batch)
  }

  /** The number of tasks that have not ended. */
  get unended(): number {
    return this.#unended
  }

  /** S1: the number of tasks that have a slot. */
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

  /** C2: tasks that have not ended and that no agent and no merge works on. */
  atRest(): TaskState[] {
    return this.#tasks.filter(isAtRest)
  }

  /** S7: tasks at rest that a person cancelled. */
  cancelRequested(): TaskState[] {
    return this.#inPlanOrder(this.#cancelled)
  }

  /** S4: waiting tasks that need a task that ended unmerged, each with that task. */
  doomed(): { key: string; because: string }[] {
    return [...this.#doomed].sort(inPlanOrder).map((place) => {
      const cause = this.#needs.causeOf(place)
      if (cause === undefined) throw new Error(`${this.#at(place).key} is skipped for no reason`)
      return { key: this.#at(place).key, because: this.#at(cause).key }
    })
  }

  /** D6: tasks with finished work of an earlier run that may enter the merge queue. */
  keptAndReady(): TaskState[] {
    return this.#inPlanOrder(this.#kept).filter(({ batch }) => this.#batches.isPresent(batch))
  }

  /**
   * `BATCHES` merges in plan order, as the prefix of ended tasks grows, and never in the order of completion (S2). A batch after a
   * reopened one has a prefix of its own (S7). `CONTINUOUS` merges any finished work.
   */
  nextMerge(): TaskState | undefined {
    if (this.strategy === 'CONTINUOUS') return this.#tasks[this.#finished.first ?? -1]
    const heads = this.#batches.open().map((number) => this.#headOf(number))
    return heads.find((task) => task?.state === 'finished')
  }

  /** Returns the tasks that may take a slot, in the order of their starts. Conflict sessions are first, because the merges of other tasks wait for them. */
  startable(ask: Ask): TaskState[] {
    if (ask.count === 0) return []
    if (this.mode === 'SEQUENTIAL') return this.#nextInSequence(ask)
    const conflicted = this.#inPlanOrder(this.#conflicted).filter(
      (task) => this.#batches.isPresent(task.batch) && ask.ofProvider(task.provider) && isDue(task, ask),
    )
    return [...conflicted, ...this.#waitingFor(ask)].slice(0, ask.count)
  }

  /** The times, in ms, after `now` at which a task that backs off may start. */
  nextTimes(now: number): number[] {
    const lists = [...(this.#lists()?.values() ?? [])].flatMap((list) => list.nextTimed(now) ?? [])
    const tasks = [...lists, ...this.#conflicted].map((place) => this.#at(place))
    return tasks.flatMap(({ notBefore }) => (notBefore !== null && notBefore > now ? [notBefore] : []))
  }

  /** S8: one task at a time, in plan order. */
  #nextInSequence(ask: Ask): TaskState[] {
    const first = this.#batches.firstOpen
    const next = first === undefined ? undefined : this.#headOf(first)
    if (next === undefined || !isDue(next, ask) || !ask.ofProvider(next.provider)) return []
    const canStart = next.state === 'waiting' && this.#needs.areMet(this.placeOf(next.key))
    return canStart || next.state === 'conflicted' ? [next] : []
  }

  #waitingFor({ count, dueAt, ofProvider }: Ask): TaskState[] {
    // A lane may be blocked by a running task of another batch (S7). There are at most as many such tasks as running ones.
    const most = this.isolation === 'EPIC' ? count + this.#alive.size : count
    const lists = [...(this.#lists() ?? [])].filter(([provider]) => ofProvider(provider)).map(([, list]) => list)
    const places = lists.flatMap((list) => (dueAt === null ? list.take(most) : list.takeDue(most, dueAt)))
    const tasks = places.sort(this.#inTheOrderOfStarts).map((place) => this.#at(place))
    return this.isolation === 'EPIC' ? tasks.filter(this.#hasFreeLane()) : tasks
  }

  #hasFreeLane(): (task: TaskState) => boolean {
    const taken = new Set([...this.#alive].map((place) => this.#at(place).epic))
    return ({ epic }) => !taken.has(epic)
  }

  /** The tasks whose turn it is, by provider. */
  #lists(): ReadonlyMap<string, WaitingTasks> | undefined {
    const turn = this.strategy === 'CONTINUOUS' ? ANY_BATCH : this.#batches.firstOpen
    return turn === undefined ? undefined : this.#waiting.get(turn)
  }

  #headOf(batch: number): TaskState | undefined {
    const head = this.#batches.headOf(batch, (place) => this.#at(place).state === 'ended')
    return head === undefined ? undefined : this.#at(head)
  }

  /** Calls back for each dependent for which the change makes a difference. */
  #setEnded(
    place: number,
    before: TaskState | null,
    { state, status, batch }: TaskState,
    onDependent: (place: number) => void,
  ): void {
    const hasEnded = state === 'ended'
    if (hasEnded !== (before?.state === 'ended')) {
      this.#batches.countUnended(batch, hasEnded ? -1 : 1)
      this.#unended += hasEnded ? -1 : 1
    }
    this.#needs.set(place, hasEnded, isTaskUnmet(status), onDependent)
  }

  #remove(place: number): void {
    for (const set of [this.#alive, this.#merging, this.#conflicted, this.#kept, this.#doomed, this.#cancelled])
      set.delete(place)
    this.#finished.delete(place)
    this.#stopWaiting(place)
    this.#setStartable(place, false)
  }

  #add(place: number): void {
    const task = this.#at(place)
    if (this.isolation === 'EPIC') this.#claimLane(place, task)
    if (task.state === 'ended') return
    this.#setStartable(place, this.#needs.areMet(place))
    if (task.cancelRequested && isAtRest(task)) this.#cancelled.add(place)
    switch (task.state) {
      case 'alive':
        this.#alive.add(place)
        break
      case 'merging':
        this.#merging.add(place)
        break
      case 'conflicted':
        this.#conflicted.add(place)
        break
      case 'finished':
        this.#finished.add(place)
        break
      default:
        this.#addUnbegun(place, task)
    }
  }

  /** S3, S4: a task waits until its needs are met, or is skipped when they never can be. */
  #addUnbegun(place: number, { state }: TaskState): void {
    if (this.#needs.areDead(place)) this.#doomed.add(place)
    else if (!this.#needs.areMet(place)) return
    else if (state === 'kept') this.#kept.add(place)
    else this.#await(place)
  }

  /** When the lane gets another holder, the old one stops waiting for a slot and the new one begins to. */
  #claimLane(place: number, task: TaskState): void {
    const lane = this.#laneOf(task)
    const before = this.#lanes.holder(lane)
    this.#lanes.set(place, lane, claimOf(this.strategy, task, this.#needs.areMet(place)))
    const after = this.#lanes.holder(lane)
    if (before === after) return
    if (before !== undefined) this.#stopWaiting(before)
    if (after !== undefined && after !== place && this.#isReady(after)) this.#await(after)
  }

  #isReady(place: number): boolean {
    return this.#at(place).state === 'waiting' && this.#needs.areMet(place) && this.#waitsIn[place] === undefined
  }

  #laneOf({ epic, batch }: TaskState): string {
    return this.strategy === 'CONTINUOUS' ? epic : `${batch} ${epic}`
  }

  #await(place: number): void {
    const task = this.#at(place)
    if (this.isolation === 'EPIC' && this.#lanes.holder(this.#laneOf(task)) !== place) return
    const list = this.#listOf(task.provider, task.batch)
    list.add(place, task.notBefore)
    this.#waitsIn[place] = list
  }

  #stopWaiting(place: number): void {
    this.#waitsIn[place]?.delete(place)
    this.#waitsIn[place] = undefined
  }

  #listOf(provider: string, batch: number): WaitingTasks {
    const turn = this.strategy === 'CONTINUOUS' ? ANY_BATCH : batch
    const lists = this.#waiting.get(turn) ?? new Map<string, WaitingTasks>()
    const list = lists.get(provider) ?? new WaitingTasks(this.#inTheOrderOfStarts)
    this.#waiting.set(turn, lists.set(provider, list))
    return list
  }

  /** `CONTINUOUS`: the longest remaining path first. */
  readonly #inTheOrderOfStarts = (a: number, b: number): number =>
    (this.strategy === 'CONTINUOUS' ? this.#at(b).pathLength - this.#at(a).pathLength : 0) || a - b

  #setStartable(place: number, isStartable: boolean): void {
    if (this.#startable.has(place) === isStartable) return
    if (isStartable) this.#startable.add(place)
    else this.#startable.delete(place)
    this.#batches.countStartable(this.#at(place).batch, isStartable ? 1 : -1)
  }

  #inPlanOrder(places: ReadonlySet<number>): TaskState[] {
    return [...places].sort(inPlanOrder).map((place) => this.#at(place))
  }

  #at(place: number): TaskState {
    return this.#tasks[place] as TaskState
  }
}

/** Whether no agent and no merge works on the task. Those end by themselves. */
const isAtRest = ({ state }: TaskState): boolean => state !== 'ended' && state !== 'alive' && state !== 'merging'

const isDue = ({ notBefore }: TaskState, { dueAt }: Ask): boolean =>
  dueAt === null || notBefore === null || notBefore <= dueAt
