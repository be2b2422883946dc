import type { GraphInput } from '../domain/plan.ts'
import type { PlanRecord } from '../domain/records.ts'
import { InvalidInput } from '../domain/refusals.ts'
import { withDependencies } from '../plan/with-dependencies.ts'
import { storedGraph } from './stored-graph.ts'

/**
 * Returns the graph of the stored plan.
 *
 * @param taskIds when not null, only these tasks and the tasks that they need
 * @param done the keys of done tasks
 * @throws InvalidInput when an id is not in the plan
 */
export function chosenGraph(
  plan: PlanRecord,
  taskIds: readonly string[] | null,
  done: ReadonlySet<string>,
): GraphInput {
  const graph = storedGraph(plan)
  if (taskIds === null) return graph
  const keys = new Map(plan.tasks.filter((task) => task.archivedAt === null).map((task) => [task.id, task.key]))
  const fields = taskIds.flatMap((id, index) =>
    keys.has(id) ? [] : [{ path: `taskIds.${index}`, message: 'The plan has no task with this id.' }],
  )
  if (fields.length > 0) throw new InvalidInput(fields)
  return withDependencies(graph, new Set(taskIds.map((id) => keys.get(id) ?? '')), done)
}
