import type { GraphBatch, GraphInput } from '../domain/plan.ts'
import { batches } from './batches.ts'
import { criticalPath, type DurationOf } from './critical-path.ts'
import { buildGraph } from './dependency-graph.ts'
import { type ExpandedDependencies, expandedDependencies } from './expanded-dependencies.ts'
import { topologicalOrder } from './topological-order.ts'

export interface PlanGraphInput extends GraphInput {
  /** The keys of done tasks. Dependencies on them are met, and they are in no batch. They need not be among `tasks`. */
  done: ReadonlySet<string>
  /** The durations for the critical path. The default is 1 for each task. */
  durationOf?: DurationOf
}

export type PlanGraph =
  | {
      ok: true
      /** The batches of the tasks that are not done (P3). */
      batches: readonly GraphBatch[]
      /** The dependencies between tasks that are not done. */
      dependsOn: ExpandedDependencies
      /** The keys of the chain of tasks that takes longest, among the tasks that are not done. */
      criticalPath: readonly string[]
    }
  /** Each cycle is a list of task keys. Each task waits for the next, and the last waits for the first. */
  | { ok: false; cycles: readonly (readonly string[])[] }

/**
 * Orders the tasks that are not done. It refuses a plan with a cycle, even if tasks of the cycle are done, because no run could carry out
 * the whole plan (P1). The time is linear in the number of tasks and dependencies.
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
  if (!sorted.ok)
    throw new Error('the graph of the tasks that are not done has a cycle, although the graph of all tasks has none')
  return sorted.order
}
