import { isInForce } from '../../domain/provider.ts'
import { isTaskUnmet } from '../../domain/statuses.ts'
import { claimOf } from '../lanes.ts'
import type { BatchState, Snapshot, TaskState } from '../snapshot.ts'
import { LiveBatches } from './live-batches.ts'
import { LiveLanes } from './live-lanes.ts'
import { type Need, needsByPlace, OpenNeeds } from './open-needs.ts'
import { SortedList } from './sorted-list.ts'
import { WaitingTasks } from './waiting-tasks.ts'

type Fixed = Pick<Snapshot, 'mode' | 'strategy' | 'isolation'>
/** What changes without a task or batch of it. */
export type Live = Pick<Snapshot, 'intent' | 'maxConcurrency' | 'merging' | 'holds' | 'now'>

/** `CONTINUOUS`: tasks of all batches compete. Numbers of batches count from 1. */
const ANY_BATCH = 0
const inPlanOrder = (a: number, b: number): number => a - b

/**
 * Where every task and batch of a run is, kept so that what the next decision can depend on is found without a look at all of them:
 * `decide` looks at all that it is given, and of 100,000 tasks that takes 0.2 s. A view is what could make a difference: who has ended,
 * cannot start yet, or is behind more ready tasks than there are free slots, does not. `live-run.test.ts` holds views to whole snapshots.
 */
export class LiveRun {
  readonly #fixed: Fixed
  readonly #tasks: TaskState[]
  readonly #placeOf: ReadonlyMap<string, number>
  readonly #needs: OpenNeeds
  readonly #batches: LiveBatches
  readonly #busy = new Set<number>()
  readonly #kept = new Set<number>()
  readonly #doomed = new Set<number>()
  readonly #cancelled = new Set<number>()
  readonly #startable = new Set<number>()
  /** `CONTINUOUS` merges the first of these; `BATCHES` the head of a batch. */
  readonly #finished = new SortedList(inPlanOrder)
  /** By provider; in `BATCHES` for each batch, for of one at a time tasks may start. */
  readonly #waiting = new Map<number, Map<string, WaitingTasks>>()
  readonly #waitsIn: (WaitingTasks | undefined)[] = []
  readonly #lanes = new LiveLanes()

  /** Places are positions in `tasks`, which are in plan order; `needs` may have gates behind them. */
  constructor(
    fixed: Fixed,
    tasks: readonly TaskState[],
    batches: readonly BatchState[],
    needs: readonly (readonly Need[])[] = needsByPlace(tasks),
  ) {
    this.#fixed = fixed
    this.#tasks = [...tasks]
    this.#placeOf = new Map(tasks.map(({ key }, place) => [key, place]))
    this.#needs = new OpenNeeds(needs, tasks.length)
    this.#batches = new LiveBatches(
      fixed.strategy,
      batches,
      tasks.map(({ batch }) => batch),
    )
    for (const [place, task] of tasks.entries()) this.#setEnded(place, null, task)
    for (const place of tasks.keys()) this.#sort(place)
  }

  task(key: string): TaskState {
    return this.#tasks[this.placeOf(key)] as TaskState
  }

  placeOf(key: string): number {
    const place = this.#placeOf.get(key)
    if (place === undefined) throw new Error(`no task ${key}`)
    return place
  }

  get tasks(): readonly TaskState[] {
    return this.#tasks
  }

  put(task: TaskState): void {
    const place = this.placeOf(task.key)
    const before = this.#tasks[place] as TaskState
    this.#remove(place)
    this.#tasks[place] = task
    this.#setEnded(place, before, task)
    this.#sort(place)
  }

  putBatch(batch: BatchState): void {
    this.#batches.put(batch)
  }

  /** Enough for the next decision. The moment of a cancel is decided by the whole. */
  view(live: Live): Snapshot {
    if (live.intent === 'cancelling') return this.whole(live)
    if (this.#cancelled.size > 0) return this.#show(live, this.#cancelled)
    if (this.#doomed.size > 0) return this.#showDoomed(live)
    return this.#showNext(live)
  }

  whole(live: Live): Snapshot {
    return { ...this.#fixed, ...live, batches: this.#batches.all, tasks: this.#tasks }
  }

  #setEnded(place: number, before: TaskState | null, { state, status, batch }: TaskState): void {
    const hasEnded = state === 'ended'
    if (hasEnded !== (before?.state === 'ended')) this.#batches.countUnended(batch, hasEnded ? -1 : 1)
    this.#needs.set(place, hasEnded, isTaskUnmet(status), (dependent) => {
      this.#remove(dependent)
      this.#sort(dependent)
    })
  }

  #remove(place: number): void {
    for (const set of [this.#busy, this.#kept, this.#doomed, this.#cancelled]) set.delete(place)
    this.#finished.delete(place)
    this.#stopWaiting(place)
    this.#setStartable(place, false)
  }

  #stopWaiting(place: number): void {
    this.#waitsIn[place]?.delete(place)
    this.#waitsIn[place] = undefined
  }

  #sort(place: number): void {
    const task = this.#tasks[place] as TaskState
    const { state } = task
    if (this.#fixed.isolation === 'EPIC') this.#claimLane(place, task)
    if (state === 'ended') return
    const isFree = state === 'waiting' || state === 'kept'
    this.#setStartable(place, this.#needs.areMet(place))
    if (task.cancelRequested && state !== 'alive' && state !== 'merging') this.#cancelled.add(place)
    if (isFree && this.#needs.areDead(place)) this.#doomed.add(place)
    else if (isFree && !this.#needs.areMet(place)) return
    else if (state === 'kept') this.#kept.add(place)
    else if (state === 'waiting') this.#await(place)
    else if (state !== 'finished') this.#busy.add(place)
    else if (this.#fixed.strategy === 'CONTINUOUS') this.#finished.add(place)
  }

  /** Whoever had the lane waits no more for a slot, and who has it now does. */
  #claimLane(place: number, task: TaskState): void {
    const lane = this.#laneOf(task)
    const before = this.#lanes.holder(lane)
    const isMet = () => this.#needs.areMet(place)
    this.#lanes.set(place, lane, claimOf(this.#fixed.strategy, task, isMet))
    const after = this.#lanes.holder(lane)
    if (before === after) return
    if (before !== undefined) this.#stopWaiting(before)
    if (after !== undefined && after !== place && this.#isReady(after)) this.#await(after)
  }

  #isReady(place: number): boolean {
    return this.#tasks[place]?.state === 'waiting' && this.#needs.areMet(place) && this.#waitsIn[place] === undefined
  }

  #laneOf({ epic, batch }: TaskState): string {
    return this.#fixed.strategy === 'CONTINUOUS' ? epic : `${batch} ${epic}`
  }

  #await(place: number): void {
    const task = this.#tasks[place] as TaskState
    if (this.#fixed.isolation === 'EPIC' && this.#lanes.holder(this.#laneOf(task)) !== place) return
    const list = this.#listOf(task.provider, task.batch)
    list.add(place, task.notBefore)
    this.#waitsIn[place] = list
  }

  #listOf(provider: string, batch: number): WaitingTasks {
    const turn = this.#fixed.strategy === 'CONTINUOUS' ? ANY_BATCH : batch
    const lists = this.#waiting.get(turn) ?? new Map<string, WaitingTasks>()
    const list = lists.get(provider) ?? new WaitingTasks(turn === ANY_BATCH ? this.#byPath : inPlanOrder)
    this.#waiting.set(turn, lists.set(provider, list))
    return list
  }

  readonly #byPath = (a: number, b: number): number =>
    (this.#tasks[b]?.pathLength ?? 0) - (this.#tasks[a]?.pathLength ?? 0) || a - b

  #setStartable(place: number, isStartable: boolean): void {
    if (this.#startable.has(place) === isStartable) return
    if (isStartable) this.#startable.add(place)
    else this.#startable.delete(place)
    this.#batches.countStartable(this.#tasks[place]?.batch ?? 0, isStartable ? 1 : -1)
  }

  #showNext(live: Live): Snapshot {
    const shown = new Set<number>([...this.#busy, ...this.#kept, ...this.#waitingNext(live)])
    const first = this.#finished.first
    if (first !== undefined) shown.add(first)
    const turning = this.#batches.turning
    for (const number of turning) {
      const head = this.#representative(number)
      if (head !== undefined) shown.add(head)
    }
    // What is added is looked at in its turn.
    for (const place of shown) for (const other of this.#inTheWay(place)) shown.add(other)
    return this.#show(live, shown, turning)
  }

  /** What it waits for, and who has its lane: without them it would look free to start. */
  *#inTheWay(place: number): Generator<number> {
    const blocker = this.#startable.has(place) ? undefined : this.#needs.blockerOf(place)
    if (blocker !== undefined) yield blocker
    if (this.#fixed.isolation !== 'EPIC') return
    const holder = this.#lanes.holder(this.#laneOf(this.#tasks[place] as TaskState))
    if (holder !== undefined) yield holder
  }

  /** A task by which it is seen that a batch is not over, and of one that may open that something could start. */
  #representative(number: number): number | undefined {
    if (this.#batches.isOpenable(number)) {
      const startable = this.#batches.placesOf(number).find((place) => this.#startable.has(place))
      if (startable !== undefined) return startable
    }
    return this.#batches.headOf(number, (place) => this.#tasks[place]?.state === 'ended')
  }

  /** Of each provider as many as there are free slots; of a held one as many as are told so; and who is next by time. */
  #waitingNext({ maxConcurrency, holds, now }: Live): number[] {
    const isHeld = (provider: string) => holds.some((hold) => hold.provider === provider && isInForce(hold, now))
    const places: number[] = []
    const turn = this.#fixed.strategy === 'CONTINUOUS' ? ANY_BATCH : this.#batches.firstOpen
    for (const [provider, list] of this.#waiting.get(turn ?? ANY_BATCH) ?? []) {
      // Twice as many: a lane of which a task of another batch is at work looks free here (S7).
      const count = this.#fixed.isolation === 'EPIC' ? 2 * maxConcurrency : maxConcurrency
      const taken = isHeld(provider) ? list.take(count, now) : list.takeDue(count, now)
      const next = list.nextTimed(now)
      places.push(...taken)
      if (next !== undefined) places.push(next)
    }
    return places
  }

  /** S4: each with the one task because of which it is skipped. */
  #showDoomed(live: Live): Snapshot {
    const causes = [...this.#doomed].map((place) => this.#needs.causeOf(place) as number)
    const { tasks, ...rest } = this.#show(live, new Set([...this.#doomed, ...causes]))
    return { ...rest, tasks: tasks.map((task) => this.#withCause(task)) }
  }

  #withCause(task: TaskState): TaskState {
    const place = this.placeOf(task.key)
    if (!this.#doomed.has(place)) return task
    const cause = this.#tasks[this.#needs.causeOf(place) ?? -1]
    return cause ? { ...task, needs: [{ key: cause.key, kind: 'HARD' }] } : task
  }

  #show(live: Live, places: ReadonlySet<number>, batches: readonly number[] = []): Snapshot {
    const tasks = [...places].sort((a, b) => a - b).map((place) => this.#tasks[place] as TaskState)
    const numbers = new Set([...batches, ...tasks.filter(({ state }) => state !== 'ended').map(({ batch }) => batch)])
    return { ...this.#fixed, ...live, batches: this.#batches.select(numbers), tasks }
  }
}
