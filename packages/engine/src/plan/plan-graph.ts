import type { GraphBatch, GraphInput } from '../domain/plan.ts'
import { batches } from './batches.ts'
import { criticalPath } from './critical-path.ts'
import { cycles } from './cycles.ts'
import { buildGraph } from './dependency-graph.ts'
import { type ExpandedDependencies, expandedDependencies } from './expanded-dependencies.ts'

export interface PlanGraphInput extends GraphInput {
  /** Keys of tasks that are done: satisfied, and in no batch (P1). They need not be among `tasks`. */
  done: ReadonlySet<string>
}

export type PlanGraph =
  | {
      ok: true
      /** Of what is not done (P3). */
      batches: readonly GraphBatch[]
      /** Of what is not done, within what is not done. */
      dependsOn: ExpandedDependencies
      /** The longest chain of what is not done, each task counted as 1. */
      criticalPath: readonly string[]
    }
  | { ok: false; cycles: readonly (readonly string[])[] }

/**
 * What is left to do, in which order. A cycle is refused also where tasks of it are done: a plan that could not be begun anew is
 * wrong, whatever has been merged of it (P1).
 */
export function planGraph({ epics, tasks, done }: PlanGraphInput): PlanGraph {
  const whole = buildGraph({ epics, tasks })
  const found = cycles(whole)
  if (found.length > 0) return { ok: false, cycles: found }
  const left = { epics, tasks: whole.tasks.filter((task) => !done.has(task.key)) }
  const graph = left.tasks.length === whole.tasks.length ? whole : buildGraph(left)
  return {
    ok: true,
    batches: batches(graph),
    dependsOn: expandedDependencies(left),
    criticalPath: criticalPath(graph),
  }
}
