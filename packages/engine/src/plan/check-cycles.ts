import { report } from '../shapes/shape.ts'
import { buildGraph } from './dependency-graph.ts'
import { graphInputOf } from './graph-input.ts'
import type { PlanFile } from './plan-file.ts'
import { resolvePlan } from './resolve-plan.ts'
import { topologicalOrder } from './topological-order.ts'

/** Reports each cycle at its first task (P1). @returns the task keys of each cycle, as in `PlanGraph` */
export function checkCycles(file: PlanFile): (readonly string[])[] {
  const sorted = topologicalOrder(buildGraph(graphInputOf(resolvePlan(file))))
  if (sorted.ok) return []
  const tasks = new Map(file.epics.flatMap((epic) => epic.tasks).map((task) => [task.key.value, task]))
  for (const cycle of sorted.cycles) {
    const place = placeOf(cycle, tasks)
    if (place) report(place, message(cycle))
  }
  return sorted.cycles.map((cycle) => [...cycle])
}

const message = (cycle: readonly string[]): string =>
  cycle.length === 1
    ? `task "${cycle[0]}" depends on itself. Remove this dependency`
    : `tasks wait for each other: ${[...cycle, cycle[0]].join(' → ')}. Remove one of these dependencies`

/** Returns where a cycle is reported: at its first task. If a task depends on itself, it is reported at this dependency. */
function placeOf(cycle: readonly string[], tasks: ReadonlyMap<string, PlanFile['epics'][number]['tasks'][number]>) {
  const task = tasks.get(cycle[0] ?? '')
  const itself = cycle.length === 1 && task?.dependsOn?.find(({ key }) => key.value === cycle[0])
  return itself ? itself.key.place : task?.key.place
}
