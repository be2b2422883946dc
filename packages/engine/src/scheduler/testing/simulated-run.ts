import { isTaskEnded, type TaskStatus } from '../../domain/statuses.ts'
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
}

export interface Simulation {
  mode: Snapshot['mode']
  slots: number
  tasks: readonly SimulatedTask[]
  /** The run is cancelled at this time; null: never. */
  cancelAtMs: number | null
}

export interface Trace {
  decisions: Decision[]
  mostAlive: number
  mergeOrder: string[]
  statuses: Map<string, TaskStatus>
  endedAtMs: number
  startedBeforeNeeds: string[]
  startsAfterCancel: number
}

type Live = { -readonly [K in keyof TaskState]: TaskState[K] } & { sim: SimulatedTask; failed: number; refused: number }
interface Occurrence {
  at: number
  order: number
  happen(): void
}

const MERGE_MS = 3
const RETRY_MS = 50

/** Plays a run on a virtual clock against the real scheduler. */
export function simulate(simulation: Simulation): Trace {
  return new World(simulation).play()
}

class World {
  readonly #simulation: Simulation
  readonly #tasks: Live[]
  readonly #batches: { -readonly [K in keyof BatchState]: BatchState[K] }[]
  readonly #queue: Occurrence[] = []
  readonly trace: Trace = {
    decisions: [],
    mostAlive: 0,
    mergeOrder: [],
    statuses: new Map(),
    endedAtMs: 0,
    startedBeforeNeeds: [],
    startsAfterCancel: 0,
  }
  #now = 0
  #order = 0
  #merging = false
  #cancelled = false

  constructor(simulation: Simulation) {
    this.#simulation = simulation
    this.#tasks = simulation.tasks.map((sim) => ({
      key: sim.key,
      batch: sim.batch,
      state: sim.kept ? 'kept' : 'waiting',
      status: 'PENDING',
      notBefore: null,
      startsFromTip: false,
      needs: sim.needs,
      sim,
      failed: 0,
      refused: 0,
    }))
    const last = Math.max(0, ...simulation.tasks.map((task) => task.batch))
    this.#batches = Array.from({ length: last }, (_, index) => ({ number: index + 1, state: 'pending' }))
    if (simulation.cancelAtMs !== null) this.#later(simulation.cancelAtMs, () => this.#cancel())
  }

  play(): Trace {
    for (let steps = 0; steps < 100_000; steps += 1) {
      if (this.#decideAll()) return this.#finish()
      const next = this.#queue.sort((a, b) => a.at - b.at || a.order - b.order).shift()
      if (!next) throw new Error('a wake-up was lost: nothing is under way and nothing was decided')
      this.#now = Math.max(this.#now, next.at)
      next.happen()
    }
    throw new Error('the simulated run does not end')
  }

  #decideAll(): boolean {
    for (;;) {
      const snapshot = this.#snapshot()
      const decisions = decide(snapshot)
      if (isStuck(snapshot, decisions)) throw new Error('stuck')
      this.trace.decisions.push(...decisions)
      if (decisions.some((decision) => decision.do === 'finish')) return true
      if (!decisions.map((decision) => this.#perform(decision)).some(Boolean)) return false
    }
  }

  #snapshot(): Snapshot {
    const { mode, slots } = this.#simulation
    const intent = this.#cancelled ? 'cancelling' : 'going'
    return {
      mode,
      strategy: 'BATCHES',
      intent,
      maxConcurrency: slots,
      merging: this.#merging,
      batches: this.#batches,
      tasks: this.#tasks,
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
    task.notBefore = null
    if (this.#cancelled) this.trace.startsAfterCancel += 1
    const unmet = task.needs.some(({ key, kind }) => {
      const { status } = this.#task(key)
      return kind === 'HARD' ? status !== 'COMPLETED' : !isTaskEnded(status)
    })
    if (unmet) this.trace.startedBeforeNeeds.push(task.key)
    this.trace.mostAlive = Math.max(this.trace.mostAlive, this.#tasks.filter((one) => one.state === 'alive').length)
    this.#later(this.#now + task.sim.durationMs, () => this.#attemptEnds(task))
    return true
  }

  #attemptEnds(task: Live): void {
    if (task.state !== 'alive') return
    if (task.failed < task.sim.failures) {
      task.failed += 1
      this.#sendBack(task, RETRY_MS)
    } else {
      task.state = 'finished'
      task.status = 'MERGING'
    }
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
