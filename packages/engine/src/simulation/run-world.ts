import type { RunManner } from '../domain/forecast.ts'
import type { Strategy, TaskStatus } from '../domain/statuses.ts'
import type { BatchState } from '../scheduler/snapshot.ts'
import { Heap } from './heap.ts'
import { type ReadyTasks, readyLanes, readyTasks } from './lanes.ts'
import type { LiveTask } from './live-task.ts'
import { dependentsOf, type RunGraph, type RunGraphNeed } from './run-graph.ts'

/** Where every task and batch of a simulated run is, kept so that what is next is found without a look at all of them. */
export class RunWorld {
  readonly manner: Omit<RunManner, 'maxConcurrency'>
  readonly strategy: Strategy
  readonly tasks: readonly LiveTask[]
  readonly batches: readonly { -readonly [K in keyof BatchState]: BatchState[K] }[]
  readonly alive = new Set<LiveTask>()
  merging: LiveTask | null = null
  /** Waiting, with all needs met, and it is their batch's turn; who goes first comes first. */
  readonly ready: ReadyTasks
  /** Waiting to be tried again, the earliest first. */
  readonly backingOff = new Heap<LiveTask>((a, b) => (a.notBefore ?? 0) < (b.notBefore ?? 0))
  /** `CONTINUOUS`: waiting for the merge queue, in plan order. `BATCHES` looks at the head of its batch alone. */
  readonly finished = new Heap<LiveTask>((a, b) => a.rank < b.rank)
  /** Waiting for a task that ended unmerged: S4 skips them at once. */
  readonly doomed = new Map<LiveTask, LiveTask>()
  /** Not closed, and every task of them has ended. */
  readonly over = new Set<number>()
  readonly #byKey: ReadonlyMap<string, LiveTask>
  readonly #dependents: readonly (readonly RunGraphNeed[])[]
  /** Of each node: how many of its needs have not ended. */
  readonly #open: Int32Array
  /** Of each gate: a task of it ended unmerged. */
  readonly #broken: Uint8Array
  readonly #unended: Int32Array
  readonly #ranks: readonly (readonly number[])[]
  #first = 0
  #head = 0
  ended = 0

  constructor(graph: RunGraph, manner: RunWorld['manner'], pathLength: (rank: number) => number) {
    this.manner = manner
    this.strategy = manner.strategy
    this.tasks = graph.tasks.map((task, rank) => ({
      ...{ rank, attempts: 0, key: task.key, batch: task.batch, epic: task.epic, state: 'waiting', status: 'PENDING' },
      ...{ notBefore: null, startsFromTip: false, begun: false, cancelRequested: false, needs: [] },
      pathLength: pathLength(rank),
    }))
    this.#byKey = new Map(this.tasks.map((task) => [task.key, task]))
    const last = graph.tasks.at(-1)?.batch ?? 0
    this.batches = Array.from({ length: last }, (_, index) => ({ number: index + 1, state: 'pending' }))
    this.#ranks = this.#groupedRanks()
    this.#unended = Int32Array.from(this.#ranks, (ranks) => ranks.length)
    this.#dependents = dependentsOf(graph)
    this.#open = Int32Array.from(graph.needs, (needs) => needs.length)
    this.#broken = new Uint8Array(graph.needs.length)
    this.ready = (manner.isolation === 'EPIC' ? readyLanes : readyTasks)(
      manner.strategy === 'CONTINUOUS'
        ? (a, b) => a.pathLength > b.pathLength || (a.pathLength === b.pathLength && a.rank < b.rank)
        : (a, b) => a.rank < b.rank,
    )
    for (const node of graph.needs.keys()) if (this.#open[node] === 0) this.#met(node)
  }

  task(key: string): LiveTask {
    const task = this.#byKey.get(key)
    if (!task) throw new Error(`no task ${key}`)
    return task
  }

  /** The first batch that is not closed. */
  get firstBatch(): BatchState | undefined {
    while (this.batches[this.#first]?.state === 'closed') this.#first += 1
    return this.batches[this.#first]
  }

  /** The first task of the first batch that has not ended. */
  get head(): LiveTask | undefined {
    const ranks = this.#ranks[(this.firstBatch?.number ?? 0) - 1]
    if (ranks === undefined) return undefined
    this.#head = Math.max(this.#head, ranks[0] ?? 0)
    while (this.tasks[this.#head]?.state === 'ended') this.#head += 1
    const head = this.tasks[this.#head]
    return head?.batch === this.firstBatch?.number ? head : undefined
  }

  /** What backed off long enough competes again. */
  wakeUp(now: number): void {
    for (let next = this.backingOff.peek(); next && (next.notBefore ?? 0) <= now; next = this.backingOff.peek())
      this.ready.push(this.backingOff.pop() as LiveTask)
  }

  open(number: number): void {
    this.#batch(number).state = 'open'
    if (this.strategy === 'CONTINUOUS') return
    for (const rank of this.#ranks[number - 1] ?? [])
      if (this.#open[rank] === 0) this.#offer(this.tasks[rank] as LiveTask)
  }

  close(number: number): void {
    this.#batch(number).state = 'closed'
    this.over.delete(number)
  }

  end(task: LiveTask, status: TaskStatus): void {
    task.state = 'ended'
    task.status = status
    this.ended += 1
    this.doomed.delete(task)
    this.ready.ended(task)
    this.#unended[task.batch - 1] = (this.#unended[task.batch - 1] ?? 0) - 1
    if (this.#unended[task.batch - 1] === 0) this.over.add(task.batch)
    this.#release(task.rank, status === 'COMPLETED' ? null : task)
  }

  /** One need fewer for who waits for this node. `unmerged`: the task because of which it is not met, if that is so. */
  #release(node: number, unmerged: LiveTask | null): void {
    for (const dependent of this.#dependents[node] ?? []) {
      if (unmerged && !dependent.soft) this.#doom(dependent.node, unmerged)
      const open = (this.#open[dependent.node] ?? 0) - 1
      this.#open[dependent.node] = open
      if (open === 0) this.#met(dependent.node)
    }
  }

  #doom(node: number, unmerged: LiveTask): void {
    const task = this.tasks[node]
    if (task) {
      if (task.state === 'waiting' && !this.doomed.has(task)) this.doomed.set(task, unmerged)
      return
    }
    if (this.#broken[node] === 1) return
    this.#broken[node] = 1
    for (const dependent of this.#dependents[node] ?? []) this.#doom(dependent.node, unmerged)
  }

  #met(node: number): void {
    const task = this.tasks[node]
    if (!task) this.#release(node, null)
    else if (this.strategy === 'CONTINUOUS' || this.#batch(task.batch).state === 'open') this.#offer(task)
  }

  #offer(task: LiveTask): void {
    if (task.state === 'waiting' && !this.doomed.has(task)) this.ready.push(task)
  }

  #groupedRanks(): number[][] {
    const groups: number[][] = this.batches.map(() => [])
    for (const { rank, batch } of this.tasks) groups[batch - 1]?.push(rank)
    return groups
  }

  #batch(number: number) {
    const batch = this.batches[number - 1]
    if (!batch) throw new Error(`no batch ${number}`)
    return batch
  }
}
