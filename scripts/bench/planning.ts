import { planGraph } from '../../packages/engine/src/plan/index.ts'
import { layeredPlan } from './random-plan.ts'
import type { Row } from './table.ts'

const TASKS = 100_000

/** Measures how long the batches of a very large plan take to calculate. */
export function planning(tasks = TASKS): Row[] {
  const plan = layeredPlan('large', tasks, 50)
  const needs = plan.tasks.reduce((sum, task) => sum + task.dependsOn.length, 0)
  const before = process.memoryUsage().rss
  const started = performance.now()
  const graph = planGraph({ ...plan, done: new Set() })
  const seconds = (performance.now() - started) / 1_000
  if (!graph.ok) throw new Error('the random plan has a cycle')
  const of = `${tasks} tasks, ${needs} dependencies`
  return [
    { what: `planning, s (${of})`, is: seconds, limit: 1 },
    { what: `planning, MB of additional memory (${of})`, is: (process.memoryUsage().rss - before) / 1e6, limit: 500 },
  ]
}
