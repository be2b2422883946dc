import {
  measuresOf,
  type RunGraph,
  type RunMeasures,
  type SimulatedRun,
  simulateRun,
  type WorkModel,
} from '@coppice/engine/simulation'
import { count } from '../terminal/count.ts'
import type { SimulateOptions, StrategyName } from './simulate-options.ts'

export interface Scenario extends RunMeasures {
  concurrency: number
  strategy: StrategyName
  /**
   * How much earlier the run would end with one more slot. It can be negative, because more slots can change the order for the worse. It is null
   * when a run cannot have more slots.
   */
  oneMoreSlotSavesMs: number | null
  /** The wall time if every task takes its shortest or its longest learned duration. It is null when no duration was learned. */
  wallRangeMs: { low: number; high: number } | null
}

export interface PlayedScenario {
  scenario: Scenario
  run: SimulatedRun
}

export interface SimulatedWork {
  graph: RunGraph
  model: WorkModel
  /** The work if every task takes its shortest or its longest learned duration. It is null when no duration was learned. */
  range: { low: WorkModel; high: WorkModel } | null
}

/** The simulation calls this function repeatedly with its progress. The function may wait, or throw to stop the simulation. */
export type Pace = (progress: { scenario: string; ended: number; total: number }) => Promise<void>

const MOST_SLOTS = 64

/**
 * Simulates the run for each number of slots, and for one slot more than each, with each strategy. It simulates each combination only once.
 */
export async function playScenarios(
  { graph, model, range }: SimulatedWork,
  { concurrency, strategy }: Pick<SimulateOptions, 'concurrency' | 'strategy'>,
  pace: Pace,
): Promise<PlayedScenario[]> {
  const played = new Map<string, SimulatedRun>()
  const runWith = async (slots: number, name: StrategyName): Promise<SimulatedRun> => {
    const scenario = `${name}, ${count(slots, 'slot')}`
    const known = played.get(scenario)
    if (known) return known
    const run = await play(slots, name, model)
    played.set(scenario, run)
    return run
  }
  const play = async (slots: number, name: StrategyName, as: WorkModel): Promise<SimulatedRun> => {
    const scenario = `${name}, ${count(slots, 'slot')}`
    const playing = simulateRun({ graph, model: as, slots, strategy: name === 'batches' ? 'BATCHES' : 'CONTINUOUS' })
    for (;;) {
      const { done, value } = playing.next()
      if (done) return value
      await pace({ scenario, ended: value, total: graph.tasks.length })
    }
  }
  const results: PlayedScenario[] = []
  for (const slots of concurrency)
    for (const name of strategy) {
      const run = await runWith(slots, name)
      const more = slots === MOST_SLOTS ? null : await runWith(slots + 1, name)
      const oneMoreSlotSavesMs = more === null ? null : run.wallMs - more.wallMs
      const ends = range && [
        run.wallMs,
        (await play(slots, name, range.low)).wallMs,
        (await play(slots, name, range.high)).wallMs,
      ]
      // Both ends are compared, because a run with shorter tasks may take longer (Graham's anomaly).
      const wallRangeMs = ends && { low: Math.min(...ends), high: Math.max(...ends) }
      const measures = { ...measuresOf(graph, run, slots), oneMoreSlotSavesMs, wallRangeMs }
      results.push({ scenario: { concurrency: slots, strategy: name, ...measures }, run })
    }
  return results
}
