import {
  type DurationEstimate,
  type DurationRange,
  ESTIMATE_BASES,
  type Forecast,
  type SlotForecast,
} from '../domain/forecast.ts'
import type { RunOptions } from '../domain/run-options.ts'
import { type RunGraph, remainingPaths } from './run-graph.ts'
import { measuresOf, type RunMeasures } from './run-measures.ts'
import type { RunOverheads } from './run-overheads.ts'
import { type SimulatedRun, simulateRun } from './simulate-run.ts'

export interface ForecastInput {
  graph: RunGraph
  options: RunOptions
  /** Returns the estimate of a task. It is null when finished work of the task is kept (D6), because then no agent starts for the task. */
  estimateOf: (key: string) => DurationEstimate | null
  overheads: RunOverheads
}

const MOST_SLOTS = 64
const SLOTS_COMPARED = [1, 2, 4, 8, 16]
const CASES = ['lowMs', 'likelyMs', 'highMs'] as const
type Case = (typeof CASES)[number]

/**
 * Forecasts a run with the real scheduler: once with short, once with likely and once with long durations of all tasks. All tasks are short
 * or long together, because the causes, such as the model and the plan, are the same for all. No attempt fails, because the durations
 * already include the failures of earlier runs. The function is pure, and a generator, so that other work can run during a long forecast.
 */
export function* forecastRun(input: ForecastInput): Generator<void, Forecast> {
  const { graph, options, estimateOf } = input
  const estimates = graph.tasks.map(({ key }) => estimateOf(key))
  const play = new Player(input, estimates)
  const mine = yield* play.cases(options.maxConcurrency)
  const bySlots: SlotForecast[] = []
  for (const maxConcurrency of slotsCompared(options)) {
    const isMine = maxConcurrency === options.maxConcurrency
    bySlots.push({ maxConcurrency, wallMs: isMine ? mine.wallMs : yield* play.wideAs(mine.wallMs, maxConcurrency) })
  }
  const { slotUse, criticalPath, criticalPathMs } = mine.likely
  const known = estimates.filter((estimate) => estimate !== null)
  return {
    ...options,
    totalTasks: graph.tasks.length,
    sessions: known.length,
    ...{ wallMs: mine.wallMs, lowerBoundMs: mine.lowerBoundMs, slotUse, criticalPath, criticalPathMs, bySlots },
    bases: ESTIMATE_BASES.map((basis) => ({ basis, tasks: known.filter((one) => one.basis === basis).length })).filter(
      ({ tasks }) => tasks > 0,
    ),
  }
}

/** Returns the numbers of slots that the forecast compares: the usual numbers, the run's own number, and that number plus one. */
function slotsCompared({ mode, maxConcurrency }: RunOptions): number[] {
  if (mode === 'SEQUENTIAL') return []
  const slots = new Set([...SLOTS_COMPARED, maxConcurrency, Math.min(MOST_SLOTS, maxConcurrency + 1)])
  return [...slots].sort((a, b) => a - b)
}

interface Cases {
  wallMs: DurationRange
  lowerBoundMs: DurationRange
  likely: RunMeasures
}

class Player {
  readonly #input: ForecastInput
  readonly #estimates: readonly (DurationEstimate | null)[]
  readonly #ranks: ReadonlyMap<string, number>
  /** The longest path from each task to the end by likely durations. A real run with `CONTINUOUS` orders its tasks by the same paths. */
  readonly #paths: Float64Array

  constructor(input: ForecastInput, estimates: readonly (DurationEstimate | null)[]) {
    this.#input = input
    this.#estimates = estimates
    this.#ranks = new Map(input.graph.tasks.map(({ key }, rank) => [key, rank]))
    this.#paths = remainingPaths(input.graph, (task) => estimates[task]?.likelyMs ?? 0)
  }

  *cases(slots: number): Generator<void, Cases> {
    const { graph } = this.#input
    const measured: RunMeasures[] = []
    for (const which of CASES) measured.push(measuresOf(graph, yield* this.#run(slots, which), slots))
    const [low, likely, high] = measured as [RunMeasures, RunMeasures, RunMeasures]
    return {
      likely,
      wallMs: this.#range((which) => ({ lowMs: low, likelyMs: likely, highMs: high })[which].wallMs),
      lowerBoundMs: this.#range((which) => this.#bound({ lowMs: low, likelyMs: likely, highMs: high }[which], which)),
    }
  }

  /**
   * Simulates only the likely case. The low and the high duration then have the same ratio to the likely one as in `range`. All three cases
   * for each number of slots would take twice as long.
   */
  *wideAs(range: DurationRange, slots: number): Generator<void, DurationRange> {
    const { wallMs } = yield* this.#run(slots, 'likelyMs')
    const likelyMs = this.#input.overheads.aroundMs.likelyMs + wallMs
    const scaled = (ms: number) => Math.round(range.likelyMs === 0 ? likelyMs : (likelyMs * ms) / range.likelyMs)
    return { lowMs: scaled(range.lowMs), likelyMs: Math.round(likelyMs), highMs: scaled(range.highMs) }
  }

  /** Returns the range of the three cases. It is sorted, because a run with shorter tasks can take longer (Graham's anomaly). */
  #range(ofCase: (which: Case) => number): DurationRange {
    const { aroundMs } = this.#input.overheads
    const [lowMs, likelyMs, highMs] = CASES.map((which) => Math.round(aroundMs[which] + ofCase(which))).sort(
      (a, b) => a - b,
    ) as [number, number, number]
    return { lowMs, likelyMs, highMs }
  }

  /**
   * Returns a lower bound that includes merges. The last task is merged after its agent has ended. Each task of the critical path is merged
   * before the next one starts. All merges are made one after the other.
   */
  #bound({ lowerBoundMs, criticalPathMs, criticalPath }: RunMeasures, which: Case): number {
    const mergeMs = this.#input.overheads.mergeMs[which]
    const merges = this.#input.graph.tasks.length * mergeMs
    return Math.max(lowerBoundMs + mergeMs, criticalPathMs + criticalPath.length * mergeMs, merges)
  }

  *#run(slots: number, which: Case): Generator<void, SimulatedRun> {
    const { graph, options, overheads } = this.#input
    const play = simulateRun({
      ...{ graph, slots, mode: options.mode, strategy: options.strategy, isolation: options.isolation },
      pathLength: (task) => this.#paths[task] ?? 0,
      model: {
        durationMs: (key) => this.#estimates[this.#ranks.get(key) ?? -1]?.[which] ?? 0,
        fails: () => false,
        maxAttempts: () => 1,
        retryMs: () => 0,
        mergeMs: overheads.mergeMs[which],
      },
    })
    for (;;) {
      const { done, value } = play.next()
      if (done) {
        yield
        return value
      }
      yield
    }
  }
}
