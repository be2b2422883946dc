import { isTaskEnded, isTaskUnmet, type TaskStatus } from '../../domain/statuses.ts'
import { decide, isStuck } from '../decide.ts'
import type { BatchState, Decision, Snapshot, TaskState } from '../snapshot.ts'

/** What the world does to one task, in order of its attempts. */
export interface SimulatedTask {
  key: string
  batch: number
  needs: TaskState['needs']
  durationMs: number
  /** How many attempts fail before one succeeds; Infinity: all. */
  failures: number
  maxAttempts: number
  /** Its finished work is refused by verify this often; each counts as a failure. */
  refusals: number
  kept: boolean
  epic: string
  provider: string
  /** Its first attempts run into a limit of the provider this often; they count for nothing. */
  limits: number
}

export interface Order {
  at: number
  what: 'pause' | 'resume' | 'cancel-task' | 'retry-task' | 'slots'
  argument: number
}

export interface Simulation {
  mode: Snapshot['mode']
  strategy: Snapshot['strategy']
  isolation: Snapshot['isolation']
  slots: number
  tasks: readonly SimulatedTask[]
  /** The run is cancelled at this time; null: never. */
  cancelAtMs: number | null
  orders: readonly Order[]
}

export interface Trace {
  decisions: Decision[]
  /** Beyond the slots that there were at that moment: never above 0. */
  overSlots: number
  mergeOrder: string[]
  statuses: Map<string, TaskStatus>
  endedAtMs: number
  startedBeforeNeeds: string[]
  startsAfterCancel: number
  startsWhilePaused: number
  /** Two of one epic at work at once. */
  sharedLanes: string[]
  startedWhileHeld: string[]
  retried: Set<string>
}

type Live = { -readonly [K in keyof TaskState]: TaskState[K] } & {
  sim: SimulatedTask
  failed: number
  refused: number
  limited: number
}
interface Occurrence {
  at: number
  order: number
  happen(): void
}

const MERGE_MS = 3
const RETRY_MS = 50
const HOLD_MS = 120

/** Plays a run on a virtual clock against the real scheduler. `watch` sees what each decision is made from. */
export function simulate(simulation: Simulation, watch: (snapshot: Snapshot) => void = () => {}): Trace {
  return new World(simulation, watch).play()
}

class World {
  readonly #simulation: Simulation
  readonly #watch: (snapshot: Snapshot) => void
  readonly #tasks: Live[]
  readonly #batches: { -readonly [K in keyof BatchState]: BatchState[K] }[]
  readonly #queue: Occurrence[] = []
  readonly trace: Trace = {
    decisions: [],
    overSlots: -64,
    mergeOrder: [],
    statuses: new Map(),
    endedAtMs: 0,
    startedBeforeNeeds: [],
    startsAfterCancel: 0,
    startsWhilePaused: 0,
    sharedLanes: [],
    startedWhileHeld: [],
    retried: new Set(),
  }
  #now = 0
  #order = 0
  #merging = false
  #cancelled = false
  #paused = false
  #slots: number
  readonly #holds = new Map<string, number>()

  constructor(simulation: Simulation, watch: (snapshot: Snapshot) => void) {
    this.#simulation = simulation
    this.#watch = watch
    this.#slots = simulation.slots
    this.#tasks = simulation.tasks.map((sim) => ({
      key: sim.key,
      batch: sim.batch,
      epic: sim.epic,
      provider: sim.provider,
      begun: false,
      cancelRequested: false,
      pathLength: simulation.tasks.length - sim.batch,
      state: sim.kept ? 'kept' : 'waiting',
      status: 'PENDING',
      notBefore: null,
      startsFromTip: false,
      needs: sim.needs,
      sim,
      failed: 0,
      refused: 0,
      limited: 0,
    }))
    const last = Math.max(0, ...simulation.tasks.map((task) => task.batch))
    this.#batches = Array.from({ length: last }, (_, index) => ({ number: index + 1, state: 'pending' }))
    for (const order of simulation.orders) this.#later(order.at, () => this.#obey(order))
    if (simulation.cancelAtMs !== null) this.#later(simulation.cancelAtMs, () => this.#cancel())
  }

  play(): Trace {
    for (let steps = 0; steps < 100_000; steps += 1) {
      if (this.#decideAll()) return this.#finish()
      const next = this.#queue.sort((a, b) => a.at - b.at || a.order - b.order).shift()
      if (!next && this.#paused) {
        this.#paused = false
        continue
      }
      if (!next) throw new Error('a wake-up was lost: nothing is under way and nothing was decided')
      this.#now = Math.max(this.#now, next.at)
      next.happen()
    }
    throw new Error('the simulated run does not end')
  }

  #decideAll(): boolean {
    for (;;) {
      const snapshot = this.#snapshot()
      this.#watch(snapshot)
      const decisions = decide(snapshot)
      if (isStuck(snapshot, decisions)) throw new Error('stuck')
      this.trace.decisions.push(...decisions)
      if (decisions.some((decision) => decision.do === 'finish')) return true
      if (!decisions.map((decision) => this.#perform(decision)).some(Boolean)) return false
    }
  }

  #snapshot(): Snapshot {
    const { mode, strategy, isolation } = this.#simulation
    const intent = this.#cancelled ? 'cancelling' : this.#paused ? 'paused' : 'going'
    return {
      mode,
      strategy,
      isolation,
      intent,
      maxConcurrency: mode === 'SEQUENTIAL' ? 1 : this.#slots,
      merging: this.#merging,
      batches: this.#batches,
      tasks: this.#tasks,
      holds: [...this.#holds].map(([provider, until]) => ({ provider, until })),
      now: this.#now,
    }
  }

  #perform(decision: Decision): boolean {
    switch (decision.do) {
      case 'open-batch':
      case 'close-batch':
        this.#batch(decision.number).state = decision.do === 'open-batch' ? 'open' : 'closed'
        return true
      case 'start':
        return this.#start(this.#task(decision.key))
      case 'queue-kept':
        this.#task(decision.key).state = 'finished'
        return true
      case 'merge':
        return this.#merge(this.#task(decision.key))
      case 'hold':
        this.#task(decision.key).notBefore = decision.until
        return true
      case 'skip':
      case 'cancel':
        this.#end(this.#task(decision.key), decision.do === 'skip' ? 'SKIPPED' : 'CANCELLED')
        return true
      case 'wake':
        this.#later(decision.at, () => {})
        return false
      default:
        return false
    }
  }

  #start(task: Live): boolean {
    task.state = 'alive'
    task.status = 'RUNNING'
    task.begun = true
    if (this.#paused) this.trace.startsWhilePaused += 1
    if (this.#now < (this.#holds.get(task.provider) ?? 0)) this.trace.startedWhileHeld.push(task.key)
    if (this.#simulation.isolation === 'EPIC') this.#watchLane(task)
    task.notBefore = null
    if (this.#cancelled) this.trace.startsAfterCancel += 1
    const unmet = task.needs.some(({ key, kind }) => {
      const { status } = this.#task(key)
      return kind === 'HARD' ? status !== 'COMPLETED' : !isTaskEnded(status)
    })
    if (unmet) this.trace.startedBeforeNeeds.push(task.key)
    const alive = this.#tasks.filter((one) => one.state === 'alive').length
    const { mode } = this.#simulation
    this.trace.overSlots = Math.max(this.trace.overSlots, alive - (mode === 'SEQUENTIAL' ? 1 : this.#slots))
    this.#later(this.#now + task.sim.durationMs, () => this.#attemptEnds(task))
    return true
  }

  #attemptEnds(task: Live): void {
    if (task.state !== 'alive') return
    if (task.limited < task.sim.limits) {
      task.limited += 1
      this.#hold(task)
    } else if (task.failed < task.sim.failures) {
      task.failed += 1
      this.#sendBack(task, RETRY_MS)
    } else {
      task.state = 'finished'
      task.status = 'MERGING'
    }
  }

  /** S5: it and all others of its provider wait; it has not used up an attempt. */
  #hold(task: Live): void {
    const until = Math.max(this.#holds.get(task.provider) ?? 0, this.#now + HOLD_MS)
    this.#holds.set(task.provider, until)
    Object.assign(task, { state: 'waiting', status: 'PENDING', notBefore: until })
  }

  #sendBack(task: Live, delayMs: number): void {
    if (task.failed + task.refused >= task.sim.maxAttempts) {
      this.#end(task, 'FAILED')
      return
    }
    task.state = 'waiting'
    task.status = 'PENDING'
    task.notBefore = this.#now + delayMs
  }

  #merge(task: Live): boolean {
    this.#merging = true
    task.state = 'merging'
    this.#later(this.#now + MERGE_MS, () => this.#mergeEnds(task))
    return false
  }

  #mergeEnds(task: Live): void {
    this.#merging = false
    if (task.refused < task.sim.refusals) {
      task.refused += 1
      task.startsFromTip = true
      this.#sendBack(task, RETRY_MS)
    } else {
      this.trace.mergeOrder.push(task.key)
      this.#end(task, 'COMPLETED')
    }
  }

  #watchLane(task: Live): void {
    const other = this.#tasks.find((one) => one !== task && one.epic === task.epic && one.state === 'alive')
    if (other) this.trace.sharedLanes.push(`${task.key} beside ${other.key}`)
  }

  #obey({ what, argument }: Order): void {
    if (this.#cancelled) return
    if (what === 'pause' || what === 'resume') this.#paused = what === 'pause'
    else if (what === 'slots') this.#slots = 1 + (argument % 8)
    else {
      const task = this.#tasks[argument % this.#tasks.length] as Live
      if (what === 'cancel-task') this.#cancelTask(task)
      else if (isTaskUnmet(task.status) && task.status !== 'SKIPPED') this.#retry(task)
    }
  }

  #cancelTask(task: Live): void {
    if (task.state === 'alive') this.#end(task, 'CANCELLED')
    else if (task.state !== 'ended') task.cancelRequested = true
  }

  /** S7: it and what was skipped because of it wait again, and their batches reopen. */
  #retry(task: Live): void {
    this.trace.retried.add(task.key)
    Object.assign(task, {
      state: 'waiting',
      status: 'PENDING',
      notBefore: null,
      startsFromTip: true,
      cancelRequested: false,
    })
    Object.assign(task, { failed: 0, refused: 0 })
    this.#reopen(task.batch)
    for (const one of this.#tasks) {
      if (one.status !== 'SKIPPED' || !one.needs.some(({ key, kind }) => key === task.key && kind === 'HARD')) continue
      this.#retry(one)
    }
  }

  #reopen(number: number): void {
    const batch = this.#batch(number)
    if (batch.state === 'closed') batch.state = 'open'
  }

  #cancel(): void {
    this.#cancelled = true
    for (const task of this.#tasks.filter((one) => one.state === 'alive')) this.#end(task, 'CANCELLED')
  }

  #end(task: Live, status: TaskStatus): void {
    if (task.state === 'ended') throw new Error(`${task.key} ends twice`)
    task.state = 'ended'
    task.status = status
  }

  #finish(): Trace {
    this.trace.endedAtMs = this.#now
    for (const task of this.#tasks) this.trace.statuses.set(task.key, task.status)
    return this.trace
  }

  #later(at: number, happen: () => void): void {
    this.#queue.push({ at, order: this.#order++, happen })
  }

  #task(key: string): Live {
    const task = this.#tasks.find((one) => one.key === key)
    if (!task) throw new Error(`no task ${key}`)
    return task
  }

  #batch(number: number) {
    const batch = this.#batches[number - 1]
    if (!batch) throw new Error(`no batch ${number}`)
    return batch
  }
}
