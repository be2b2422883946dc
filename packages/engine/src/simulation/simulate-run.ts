import type { Isolation, RunMode, Strategy, TaskStatus } from '../domain/statuses.ts'
import { decide } from '../scheduler/decide.ts'
import { decidedBatch, decidedTask } from '../scheduler/decision-effects.ts'
import { resourceKey } from '../scheduler/observe.ts'
import type { RunIndex } from '../scheduler/run-index/run-index.ts'
import type { Decision, ResourceUse, TaskState } from '../scheduler/snapshot.ts'
import { type RunGraph, remainingPaths } from './run-graph.ts'
import { startOfRun } from './start-of-run.ts'
import { VirtualClock } from './virtual-clock.ts'
import type { WorkModel } from './work-model.ts'

export interface SimulationInput {
  graph: RunGraph
  model: WorkModel
  /** From 1 to 64. */
  slots: number
  strategy: Strategy
  /** The default is `TASK`. */
  isolation?: Isolation
  /** The default is `PARALLEL`. `SEQUENTIAL` requires `BATCHES` (S8). */
  mode?: RunMode
  /**
   * Returns the longest path from a task to the end. `CONTINUOUS` starts tasks with the longest path first. The default is calculated from
   * the durations of first attempts.
   */
  pathLength?: (task: number) => number
}

/** The result of a simulation. Times are in ms from the start of the run. A task is given by its index in the graph. */
export interface SimulatedRun {
  wallMs: number
  /** In the order of their starts. */
  attempts: readonly SimulatedAttempt[]
  /** The status of each task of the graph. */
  statuses: readonly TaskStatus[]
  /** The merged tasks, in the order of their merges. */
  mergeOrder: readonly number[]
  /** The number of calls of the scheduler. */
  decides: number
}

export interface SimulatedAttempt {
  task: number
  slot: number
  startMs: number
  endMs: number
  failed: boolean
}

/** The generator yields after this many events. */
const EVENTS_A_STEP = 1_000

/**
 * Simulates a run on a virtual clock with the real scheduler. It is a generator, so that a caller can follow or stop a long simulation. It
 * yields the number of ended tasks so far. It is pure: the same input gives the same run.
 */
export function* simulateRun(input: SimulationInput): Generator<number, SimulatedRun> {
  const player = new Player(input)
  for (let events = 1; player.step(); events += 1) if (events % EVENTS_A_STEP === 0) yield player.ended
  return player.run
}

class Player {
  readonly #index: RunIndex
  readonly #clock = new VirtualClock()
  readonly #model: WorkModel
  readonly #slots: number
  readonly #freeSlots: number[]
  readonly #wakes = new Set<number>()
  readonly #attempts: SimulatedAttempt[] = []
  /** For each task, the number of attempts that have begun. */
  readonly #begun: number[] = []
  readonly #mergeOrder: number[] = []
  readonly #resources: ResourceUse[]
  #merging = false
  #decides = 0
  ended = 0

  constructor(input: SimulationInput) {
    const { graph, model, slots, strategy, isolation = 'TASK', mode = 'PARALLEL', pathLength } = input
    const lengths = pathLength
      ? null
      : remainingPaths(graph, (task) => model.durationMs(graph.tasks[task]?.key ?? '', 1))
    this.#index = startOfRun(graph, { mode, strategy, isolation }, pathLength ?? ((task) => lengths?.[task] ?? 0))
    this.#resources = Object.entries(graph.resources ?? {}).map(([name, count]) => ({
      ...{ key: resourceKey(name), count, held: 0 },
    }))
    this.#model = model
    this.#slots = slots
    this.#freeSlots = Array.from({ length: slots }, (_, index) => slots - 1 - index)
  }

  get run(): SimulatedRun {
    return {
      wallMs: this.#clock.now,
      attempts: this.#attempts,
      statuses: this.#index.tasks.map(({ status }) => status),
      mergeOrder: this.#mergeOrder,
      decides: this.#decides,
    }
  }

  /** Carries out decisions until there are none, then moves the clock to the next event. @returns false at the end of the run */
  step(): boolean {
    for (;;) {
      const decisions = decide(this.#index, {
        ...{ intent: 'going', maxConcurrency: this.#slots, closed: [], resources: this.#resources },
        ...{ merging: this.#merging, now: this.#clock.now, alive: this.#index.alive, wanted: [] },
      })
      this.#decides += 1
      if (decisions.some((decision) => decision.do === 'finish')) return false
      if (!decisions.map((decision) => this.#perform(decision)).some(Boolean)) break
    }
    if (this.#clock.advance()) return true
    throw new Error('the simulated run is stuck: there is no decision and nothing in progress')
  }

  /** @returns whether another decision may follow at once */
  #perform(decision: Decision): boolean {
    switch (decision.do) {
      case 'open-batch':
      case 'close-batch':
        this.#index.putBatch(decidedBatch(decision))
        return true
      case 'start':
        this.#start(this.#decided(decision))
        return true
      case 'await':
        this.#decided(decision)
        return true
      case 'skip':
        this.#decided(decision)
        this.ended += 1
        return true
      case 'merge':
        this.#merge(this.#decided(decision))
        return false
      case 'wake':
        this.#wakeAt(decision.at)
        return false
      case 'finish':
        return false
      default:
        throw new Error(`a simulated run does not support the decision ${decision.do}`)
    }
  }

  #decided(decision: Extract<Decision, { key: string }>): TaskState {
    const task = decidedTask(this.#index.task(decision.key), decision)
    this.#index.put(task)
    return task
  }

  #start(task: TaskState): void {
    const position = this.#index.positionOf(task.key)
    const attempt = (this.#begun[position] ?? 0) + 1
    this.#begun[position] = attempt
    const slot = this.#freeSlots.pop()
    if (slot === undefined) throw new Error('the scheduler started more agents than there are slots (S1)')
    this.#hold(task, 1)
    const startMs = this.#clock.now
    const endMs = startMs + this.#model.durationMs(task.key, attempt)
    const failed = this.#model.fails(task.key, attempt)
    this.#attempts.push({ task: position, slot, startMs, endMs, failed })
    this.#clock.later(endMs, () => {
      this.#freeSlots.push(slot)
      this.#hold(task, -1)
      this.#attemptEnds(task, attempt, failed)
    })
  }

  /** Counts a session of the task that begins to hold the task's resources (1), or ends (-1). */
  #hold({ waitsFor }: TaskState, change: 1 | -1): void {
    for (const resource of this.#resources) if (waitsFor.includes(resource.key)) resource.held += change
  }

  #attemptEnds(task: TaskState, attempt: number, failed: boolean): void {
    if (!failed) {
      this.#index.put({ ...task, state: 'finished', status: 'MERGING' })
    } else if (attempt >= this.#model.maxAttempts(task.key)) {
      this.#end(task, 'FAILED')
    } else {
      const notBefore = this.#clock.now + this.#model.retryMs(task.key, attempt)
      this.#index.put({ ...task, state: 'waiting', status: 'PENDING', notBefore })
    }
  }

  #merge(task: TaskState): void {
    this.#merging = true
    this.#clock.later(this.#clock.now + this.#model.mergeMs, () => {
      this.#merging = false
      this.#mergeOrder.push(this.#index.positionOf(task.key))
      this.#end(task, 'COMPLETED')
    })
  }

  #end(task: TaskState, status: TaskStatus): void {
    this.ended += 1
    this.#index.put({ ...task, state: 'ended', status })
  }

  #wakeAt(at: number): void {
    if (this.#wakes.has(at)) return
    this.#wakes.add(at)
    this.#clock.later(at, () => this.#wakes.delete(at))
  }
}
