import type { Strategy } from '../../packages/engine/src/domain/statuses.ts'
import { measuresOf, runGraphOf, simulateRun, workModel } from '../../packages/engine/src/simulation/index.ts'
import { finish } from './finish.ts'
import { randomOf } from './random-of.ts'
import { layeredPlan } from './random-plan.ts'
import type { Row } from './table.ts'

const GRAPHS = 200
const SLOTS = [3, 8, 16]

/**
 * Compares the times of runs with the lower bound max(critical path, work ÷ slots). No order of the tasks is faster than this bound.
 * Durations are log-normal.
 */
export function scheduling(graphs = GRAPHS): Row[] {
  const rows: Row[] = []
  for (const slots of SLOTS) {
    const ratios: number[] = []
    let behind = 0
    for (let index = 0; index < graphs; index += 1) {
      const { continuous, batches, bound } = played(index, slots)
      ratios.push(continuous / bound)
      if (continuous > batches) behind += 1
    }
    ratios.sort((a, b) => a - b)
    const mean = ratios.reduce((sum, ratio) => sum + ratio, 0) / graphs
    const of = `${graphs} layered graphs, ${slots} slots`
    rows.push(
      { what: `CONTINUOUS ÷ bound, mean (${of})`, is: mean, limit: 1.03 },
      { what: `CONTINUOUS ÷ bound, 95th percentile (${of})`, is: ratios[Math.floor(graphs * 0.95)] ?? 0, limit: 1.1 },
      { what: `plans for which CONTINUOUS is slower than BATCHES (${of})`, is: behind, limit: 0 },
    )
  }
  return rows
}

function played(index: number, slots: number) {
  const tasks = 60 + Math.floor(randomOf('tasks', index) * 240)
  const layers = 3 + Math.floor(randomOf('layers', index) * 10)
  const graph = runGraphOf(layeredPlan(`${index}`, tasks, layers))
  const model = workModel({ durations: new Map(), expectedMs: () => 600_000, failRate: 0, maxAttempts: () => 1 })
  const play = (strategy: Strategy) => {
    const run = finish(simulateRun({ graph, model, slots, strategy }))
    return measuresOf(graph, run, slots)
  }
  const continuous = play('CONTINUOUS')
  return { continuous: continuous.wallMs, batches: play('BATCHES').wallMs, bound: continuous.lowerBoundMs }
}
