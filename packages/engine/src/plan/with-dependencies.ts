import type { GraphInput } from '../domain/plan.ts'
import { expandedDependencies } from './expanded-dependencies.ts'

/**
 * Returns the graph of the `chosen` tasks and of all tasks that they need, also by soft dependencies. For a task that is done, it does not
 * add the tasks that this task needs.
 */
export function withDependencies(
  graph: GraphInput,
  chosen: ReadonlySet<string>,
  done: ReadonlySet<string>,
): GraphInput {
  const needs = expandedDependencies(graph)
  const wanted = new Set(chosen)
  for (const key of wanted) {
    if (done.has(key)) continue
    for (const need of needs.get(key)) wanted.add(need.key)
  }
  return { epics: graph.epics, tasks: graph.tasks.filter((task) => wanted.has(task.key)) }
}
