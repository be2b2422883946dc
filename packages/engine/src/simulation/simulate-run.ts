import type { Isolation, RunMode, Strategy, TaskStatus } from '../domain/statuses.ts'
import { decide } from '../scheduler/decide.ts'
import type { LiveRun } from '../scheduler/live-run/live-run.ts'
import type { Decision, TaskState } from '../scheduler/snapshot.ts'
import { type RunGraph, remainingPaths } from './run-graph.ts'
import { startOfRun } from './start-of-run.ts'
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
  readonly #live: LiveRun
  readonly #clock = new VirtualClock()
  readonly #model: WorkModel
  readonly #slots: number
  readonly #freeSlots: number[]
  readonly #wakes = new Set<number>()
  readonly #attempts: SimulatedAttempt[] = []
  /** Of each task: how many attempts were begun. */
  readonly #begun: number[] = []
  readonly #mergeOrder: number[] = []
  #merging = false
  #decides = 0
  ended = 0

  constructor(input: SimulationInput) {
    const { graph, model, slots, strategy, isolation = 'TASK', mode = 'PARALLEL', pathLength } = input
    const lengths = pathLength
      ? null
      : remainingPaths(graph, (task) => model.durationMs(graph.tasks[task]?.key ?? '', 1))
    this.#live = startOfRun(graph, { mode, strategy, isolation }, pathLength ?? ((task) => lengths?.[task] ?? 0))
    this.#model = model
    this.#slots = slots
    this.#freeSlots = Array.from({ length: slots }, (_, index) => slots - 1 - index)
  }

  get run(): SimulatedRun {
    return {
      wallMs: this.#clock.now,
      attempts: this.#attempts,
      statuses: this.#live.tasks.map(({ status }) => status),
      mergeOrder: this.#mergeOrder,
      decides: this.#decides,
    }
  }

  /** Decides until nothing is left to decide, then lets time pass; false at the end of the run. */
  step(): boolean {
    for (;;) {
      const decisions = decide(
        this.#live.view({
          ...{ intent: 'going', maxConcurrency: this.#slots, holds: [] },
          ...{ merging: this.#merging, now: this.#clock.now },
        }),
      )
      this.#decides += 1
      if (decisions.some((decision) => decision.do === 'finish')) return false
      if (!decisions.map((decision) => this.#perform(decision)).some(Boolean)) break
    }
    if (this.#clock.advance()) return true
    throw new Error('the simulated run stands still: nothing is under way and nothing was decided')
  }

  /** Whether another decision may follow at once. */
  #perform(decision: Decision): boolean {
    switch (decision.do) {
      case 'open-batch':
        this.#live.putBatch({ number: decision.number, state: 'open' })
        return true
      case 'close-batch':
        this.#live.putBatch({ number: decision.number, state: 'closed' })
        return true
      case 'start':
        this.#start(this.#live.task(decision.key))
        return true
      case 'skip':
        this.#end(this.#live.task(decision.key), 'SKIPPED')
        return true
      case 'merge':
        this.#merge(this.#live.task(decision.key))
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

  #start(task: TaskState): void {
    const place = this.#live.placeOf(task.key)
    const attempt = (this.#begun[place] ?? 0) + 1
    this.#begun[place] = attempt
    const running = { ...task, state: 'alive', status: 'RUNNING', begun: true, notBefore: null } as const
    this.#live.put(running)
    const slot = this.#freeSlots.pop()
    if (slot === undefined) throw new Error('S1: more agents than slots')
    const startMs = this.#clock.now
    const endMs = startMs + this.#model.durationMs(task.key, attempt)
    const failed = this.#model.fails(task.key, attempt)
    this.#attempts.push({ task: place, slot, startMs, endMs, failed })
    this.#clock.later(endMs, () => {
      this.#freeSlots.push(slot)
      this.#attemptEnds(running, attempt, failed)
    })
  }

  #attemptEnds(task: TaskState, attempt: number, failed: boolean): void {
    if (!failed) {
      this.#live.put({ ...task, state: 'finished', status: 'MERGING' })
    } else if (attempt >= this.#model.maxAttempts(task.key)) {
      this.#end(task, 'FAILED')
    } else {
      const notBefore = this.#clock.now + this.#model.retryMs(task.key, attempt)
      this.#live.put({ ...task, state: 'waiting', status: 'PENDING', notBefore })
    }
  }

  #merge(task: TaskState): void {
    this.#live.put({ ...task, state: 'merging' })
    this.#merging = true
    this.#clock.later(this.#clock.now + this.#model.mergeMs, () => {
      this.#merging = false
      this.#mergeOrder.push(this.#live.placeOf(task.key))
      this.#end(task, 'COMPLETED')
    })
  }

  #end(task: TaskState, status: TaskStatus): void {
    this.ended += 1
    this.#live.put({ ...task, state: 'ended', status })
  }

  #wakeAt(at: number): void {
    if (this.#wakes.has(at)) return
    this.#wakes.add(at)
    this.#clock.later(at, () => this.#wakes.delete(at))
  }
}
