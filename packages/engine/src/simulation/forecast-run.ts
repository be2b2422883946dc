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
  /** The estimate of each task of the graph. D6: is null when its finished work is kept, so that no agent starts for it. */
  estimateOf: (key: string) => DurationEstimate | null
  overheads: RunOverheads
}

const MOST_SLOTS = 64
const SLOTS_COMPARED = [1, 2, 4, 8, 16]
const CASES = ['lowMs', 'likelyMs', 'highMs'] as const
type Case = (typeof CASES)[number]

/**
 * Plays the run as the scheduler would carry it out: with short, with likely and with long durations of all tasks, because durations
 * mostly err together, by model, provider and plan. Nothing fails in it, because earlier failures are part of the durations. It is pure,
 * and a generator, so that the event loop can turn during a long forecast.
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

/** The usual numbers of slots, the run's own, and one more than that. */
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
  /** The likely durations, by which the executor orders too. */
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

  /** Plays only the likely case and scales it like `range`. Playing all three cases for each number of slots took twice as long. */
  *wideAs(range: DurationRange, slots: number): Generator<void, DurationRange> {
    const { wallMs } = yield* this.#run(slots, 'likelyMs')
    const likelyMs = this.#input.overheads.aroundMs.likelyMs + wallMs
    const scaled = (ms: number) => Math.round(range.likelyMs === 0 ? likelyMs : (likelyMs * ms) / range.likelyMs)
    return { lowMs: scaled(range.lowMs), likelyMs: Math.round(likelyMs), highMs: scaled(range.highMs) }
  }

  /** Sorts the range: a run with shorter tasks may take longer (Graham's anomaly). */
  #range(ofCase: (which: Case) => number): DurationRange {
    const { aroundMs } = this.#input.overheads
    const [lowMs, likelyMs, highMs] = CASES.map((which) => Math.round(aroundMs[which] + ofCase(which))).sort(
      (a, b) => a - b,
    ) as [number, number, number]
    return { lowMs, likelyMs, highMs }
  }

  /** A lower bound on merging: the last task is merged after its agent's end, a chain is merged link by link, and there is one merge queue. */
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
