import type { GraphBatch, GraphInput } from '../domain/plan.ts'
import { batches } from './batches.ts'
import { criticalPath, type DurationOf } from './critical-path.ts'
import { buildGraph } from './dependency-graph.ts'
import { type ExpandedDependencies, expandedDependencies } from './expanded-dependencies.ts'
import { topologicalOrder } from './topological-order.ts'

export interface PlanGraphInput extends GraphInput {
  /** Keys of tasks that are done: satisfied, and in no batch (P1). They need not be among `tasks`. */
  done: ReadonlySet<string>
  /** For the critical path; without it each task counts 1. */
  durationOf?: DurationOf
}

export type PlanGraph =
  | {
      ok: true
      /** Of what is not done (P3). */
      batches: readonly GraphBatch[]
      /** Of what is not done, within what is not done. */
      dependsOn: ExpandedDependencies
      /** The chain of what is not done that takes longest. */
      criticalPath: readonly string[]
    }
  /** Task keys in order: each waits for the next, the last for the first, which is not repeated. */
  | { ok: false; cycles: readonly (readonly string[])[] }

/**
 * What is left to do, in which order. A cycle is refused also where tasks of it are done: a plan that could not be begun anew is
 * wrong, whatever has been merged of it (P1). Linear in tasks and dependencies.
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
