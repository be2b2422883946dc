import type { Strategy } from '../../packages/engine/src/domain/statuses.ts'
import { runGraphOf, simulateRun, workModel } from '../../packages/engine/src/simulation/index.ts'
import { finish } from './finish.ts'
import { layeredPlan } from './random-plan.ts'
import type { Row } from './table.ts'

/**
 * The number of tasks, and how often such a run is simulated. The fastest simulation counts, because V8 still compiles during the first.
 */
const SMALL = { tasks: 1_000, plays: 20 }
const LARGER = [
  { tasks: 10_000, plays: 3 },
  { tasks: 100_000, plays: 1 },
]
const SLOTS = 8
const STRATEGIES: readonly Strategy[] = ['BATCHES', 'CONTINUOUS']
/**
 * The largest ratio that passes. The ratio may exceed 1, because memory outside of the processor's cache is slower. If decisions looked at
 * all tasks, the ratio would be about 60.
 */
const LIMIT = 3

/**
 * Measures how the time of all decisions of a run grows with its number of tasks n, compared to n·log n. The time of a decision should
 * depend on what has changed, and not on the number of tasks.
 */
export function growth(smaller = SMALL, larger = LARGER): Row[] {
  const small = costs(smaller)
  return larger.flatMap((size) => {
    const large = costs(size)
    return STRATEGIES.map((strategy) => ({
      what: `${strategy}: time ÷ n·log n of ${size.tasks} tasks ÷ that of ${smaller.tasks}`,
      is: large[strategy] / small[strategy],
      limit: LIMIT,
    }))
  })
}

/** @returns the time in ms, divided by n·log n */
function costs({ tasks, plays }: { tasks: number; plays: number }): Record<Strategy, number> {
  const graph = runGraphOf(layeredPlan('growth', tasks, Math.ceil(tasks / 100)))
  const model = workModel({ durations: new Map(), expectedMs: () => 600_000, failRate: 0, maxAttempts: () => 1 })
  const cost = (strategy: Strategy) => {
    const times = Array.from({ length: plays }, () => {
      const started = performance.now()
      finish(simulateRun({ graph, model, slots: SLOTS, strategy }))
      return performance.now() - started
    })
    return Math.min(...times) / (tasks * Math.log2(tasks))
  }
  return { BATCHES: cost('BATCHES'), CONTINUOUS: cost('CONTINUOUS') }
}
