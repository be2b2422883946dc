import type { Isolation, RunMode, Strategy, TaskStatus } from '../domain/statuses.ts'
import { decide } from '../scheduler/decide.ts'
import type { Decision } from '../scheduler/snapshot.ts'
import type { LiveTask } from './live-task.ts'
import { type RunGraph, remainingPaths } from './run-graph.ts'
import { viewOf } from './run-view.ts'
import { RunWorld } from './run-world.ts'
import { VirtualClock } from './virtual-clock.ts'
import type { WorkModel } from './work-model.ts'

export interface SimulationInput {
  graph: RunGraph
  model: WorkModel
  /** 1 to 64. */
  slots: number
  strategy: Strategy
  /** Default `TASK`. */
  isolation?: Isolation
  /** Default `PARALLEL`; `SEQUENTIAL` goes with `BATCHES` (S8). */
  mode?: RunMode
  /** `CONTINUOUS`: by which the ready are ordered; without it the longest remaining path by the first attempts' durations. */
  pathLength?: (task: number) => number
}

/** Times in ms from the start of the run. */
export interface SimulatedRun {
  wallMs: number
  /** In the order of their starts. */
  attempts: readonly SimulatedAttempt[]
  /** Of each task of the graph. */
  statuses: readonly TaskStatus[]
  /** Tasks, as they were merged. */
  mergeOrder: readonly number[]
  /** How often the scheduler was asked. */
  decides: number
}

export interface SimulatedAttempt {
  task: number
  slot: number
  startMs: number
  endMs: number
  failed: boolean
}

/** After so many events whoever plays it may look at something else. */
const EVENTS_A_STEP = 1_000

/**
 * A run on a virtual clock, by the real scheduler. A generator, so that a long one can be watched and left: it yields how many tasks
 * have ended. Pure: same input, same run.
 */
export function* simulateRun(input: SimulationInput): Generator<number, SimulatedRun> {
  const player = new Player(input)
  for (let events = 1; player.step(); events += 1) if (events % EVENTS_A_STEP === 0) yield player.ended
  return player.run
}

class Player {
  readonly #world: RunWorld
  readonly #clock = new VirtualClock()
  readonly #model: WorkModel
  readonly #slots: number
  readonly #freeSlots: number[]
  readonly #wakes = new Set<number>()
  readonly #attempts: SimulatedAttempt[] = []
  readonly #mergeOrder: number[] = []
  #decides = 0

  constructor(input: SimulationInput) {
    const { graph, model, slots, strategy, isolation = 'TASK', mode = 'PARALLEL', pathLength } = input
    const lengths = pathLength
      ? null
      : remainingPaths(graph, (task) => model.durationMs(graph.tasks[task]?.key ?? '', 1))
    this.#world = new RunWorld(graph, { mode, strategy, isolation }, pathLength ?? ((rank) => lengths?.[rank] ?? 0))
    this.#model = model
    this.#slots = slots
    this.#freeSlots = Array.from({ length: slots }, (_, index) => slots - 1 - index)
  }

  get ended(): number {
    return this.#world.ended
  }

  get run(): SimulatedRun {
    return {
      wallMs: this.#clock.now,
      attempts: this.#attempts,
      statuses: this.#world.tasks.map(({ status }) => status),
      mergeOrder: this.#mergeOrder,
      decides: this.#decides,
    }
  }

  /** Decides until nothing is left to decide, then lets time pass; false at the end of the run. */
  step(): boolean {
    for (;;) {
      const { snapshot, offered } = viewOf(this.#world, this.#slots, this.#clock.now)
      const decisions = decide(snapshot)
      this.#decides += 1
      const changed = decisions.map((decision) => this.#perform(decision))
      for (const task of offered) if (task.state === 'waiting') this.#world.ready.push(task)
      if (decisions.some((decision) => decision.do === 'finish')) return false
      if (!changed.some(Boolean)) break
    }
    if (this.#clock.advance()) return true
    throw new Error('the simulated run stands still: nothing is under way and nothing was decided')
  }

  /** Whether another decision may follow at once. */
  #perform(decision: Decision): boolean {
    switch (decision.do) {
      case 'open-batch':
        this.#world.open(decision.number)
        return true
      case 'close-batch':
        this.#world.close(decision.number)
        return true
      case 'start':
        this.#start(this.#world.task(decision.key))
        return true
      case 'skip':
        this.#world.end(this.#world.task(decision.key), 'SKIPPED')
        return true
      case 'merge':
        this.#merge(this.#world.task(decision.key))
        return false
      case 'wake':
        this.#wakeAt(decision.at)
        return false
      case 'finish':
        return false
      default:
        throw new Error(`nothing leads to ${decision.do} here`)
    }
  }

  #start(task: LiveTask): void {
    Object.assign(task, {
      state: 'alive',
      status: 'RUNNING',
      begun: true,
      notBefore: null,
      attempts: task.attempts + 1,
    })
    this.#world.alive.add(task)
    this.#world.ready.started(task)
    const slot = this.#freeSlots.pop()
    if (slot === undefined) throw new Error('S1: more agents than slots')
    const startMs = this.#clock.now
    const endMs = startMs + this.#model.durationMs(task.key, task.attempts)
    const failed = this.#model.fails(task.key, task.attempts)
    this.#attempts.push({ task: task.rank, slot, startMs, endMs, failed })
    this.#clock.later(endMs, () => {
      this.#freeSlots.push(slot)
      this.#attemptEnds(task, failed)
    })
  }

  #attemptEnds(task: LiveTask, failed: boolean): void {
    this.#world.alive.delete(task)
    if (!failed) {
      Object.assign(task, { state: 'finished', status: 'MERGING' })
      if (this.#world.strategy === 'CONTINUOUS') this.#world.finished.push(task)
    } else if (task.attempts >= this.#model.maxAttempts(task.key)) {
      this.#world.end(task, 'FAILED')
    } else {
      const notBefore = this.#clock.now + this.#model.retryMs(task.key, task.attempts)
      Object.assign(task, { state: 'waiting', status: 'PENDING', notBefore })
      this.#world.backingOff.push(task)
    }
  }

  #merge(task: LiveTask): void {
    if (this.#world.strategy === 'CONTINUOUS') this.#world.finished.pop()
    task.state = 'merging'
    this.#world.merging = task
    this.#clock.later(this.#clock.now + this.#model.mergeMs, () => {
      this.#world.merging = null
      this.#mergeOrder.push(task.rank)
      this.#world.end(task, 'COMPLETED')
    })
  }

  #wakeAt(at: number): void {
    if (this.#wakes.has(at)) return
    this.#wakes.add(at)
    this.#clock.later(at, () => this.#wakes.delete(at))
  }
}
