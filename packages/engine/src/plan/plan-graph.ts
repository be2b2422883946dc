import type { GraphBatch, GraphInput } from '../domain/plan.ts'
import { batches } from './batches.ts'
import { criticalPath, type DurationOf } from './critical-path.ts'
import { buildGraph } from './dependency-graph.ts'
import { type ExpandedDependencies, expandedDependencies } from './expanded-dependencies.ts'
import { topologicalOrder } from './topological-order.ts'

export interface PlanGraphInput extends GraphInput {
  /** P1: keys of tasks that are done. They are satisfied and in no batch. They need not be among `tasks`. */
  done: ReadonlySet<string>
  /** Weights for the critical path. Without them each task counts 1. */
  durationOf?: DurationOf
}

export type PlanGraph =
  | {
      ok: true
      /** P3: batches of the tasks that are not done. */
      batches: readonly GraphBatch[]
      /** The dependencies between tasks that are not done. */
      dependsOn: ExpandedDependencies
      /** The chain of tasks that are not done that takes longest. */
      criticalPath: readonly string[]
    }
  /** Task keys in order: each waits for the next, the last for the first, which is not repeated. */
  | { ok: false; cycles: readonly (readonly string[])[] }

/**
 * Returns what is left to do and in which order. It refuses a cycle even when tasks of it are done: a plan that could not be begun
 * anew is wrong, whatever was merged already (P1). Linear in tasks and dependencies.
 */
export function planGraph({ epics, tasks, done, durationOf = () => 1 }: PlanGraphInput): PlanGraph {
  const whole = buildGraph({ epics, tasks })
  const sorted = topologicalOrder(whole)
  if (!sorted.ok) return sorted
  const left = { epics, tasks: tasks.filter((task) => !done.has(task.key)) }
  const graph = left.tasks.length === tasks.length ? whole : buildGraph(left)
  const order = graph === whole ? sorted.order : orderOf(graph)
  return {
    ok: true,
    batches: batches(graph, order),
    dependsOn: expandedDependencies(left),
    criticalPath: criticalPath(graph, order, durationOf),
  }
}

function orderOf(graph: ReturnType<typeof buildGraph>): readonly number[] {
  const sorted = topologicalOrder(graph)
  if (!sorted.ok) throw new Error('a part of a graph without a cycle has none')
  return sorted.order
}
