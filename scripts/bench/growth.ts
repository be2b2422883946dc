import type { Strategy } from '../../packages/engine/src/domain/statuses.ts'
import { runGraphOf, simulateRun, workModel } from '../../packages/engine/src/simulation/index.ts'
import { finish } from './finish.ts'
import { layeredPlan } from './random-plan.ts'
import type { Row } from './table.ts'

/** The number of tasks, and how often such a run is simulated. The fastest counts, because the first one compiles. */
const SMALL = { tasks: 1_000, plays: 20 }
const LARGER = [
  { tasks: 10_000, plays: 3 },
  { tasks: 100_000, plays: 1 },
]
const SLOTS = 8
const STRATEGIES: readonly Strategy[] = ['BATCHES', 'CONTINUOUS']
/** Memory beyond the cache costs more. A decision that looked at all tasks would cost 60 times as much. */
const LIMIT = 3

/** How the decisions of a whole run grow with its tasks, relative to n·log n. A decision should cost what has changed, not what exists. */
export function growth(): Row[] {
  const small = costs(SMALL)
  return LARGER.flatMap((size) => {
    const large = costs(size)
    return STRATEGIES.map((strategy) => ({
      what: `${strategy}: time ÷ n·log n of ${size.tasks} tasks ÷ that of ${SMALL.tasks}`,
      is: large[strategy] / small[strategy],
      limit: LIMIT,
    }))
  })
}

/** ms ÷ n·log n */
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
