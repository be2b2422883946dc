import type { GraphInput } from '../domain/plan.ts'
import type { PlanRecord } from '../domain/records.ts'
import { InvalidInput } from '../domain/refusals.ts'
import { withDependencies } from '../plan/with-dependencies.ts'
import { storedGraph } from './stored-graph.ts'

/** Returns the graph of the stored plan, or only the tasks with these ids and what they need. Refuses: InvalidInput. */
export function chosenGraph(
  plan: PlanRecord,
  taskIds: readonly string[] | null,
  done: ReadonlySet<string>,
): GraphInput {
  const graph = storedGraph(plan)
  if (taskIds === null) return graph
  const keys = new Map(plan.tasks.filter((task) => task.archivedAt === null).map((task) => [task.id, task.key]))
  const fields = taskIds.flatMap((id, index) =>
    keys.has(id) ? [] : [{ path: `taskIds.${index}`, message: 'There is no such task in the plan.' }],
  )
  if (fields.length > 0) throw new InvalidInput(fields)
  return withDependencies(graph, new Set(taskIds.map((id) => keys.get(id) ?? '')), done)
}
