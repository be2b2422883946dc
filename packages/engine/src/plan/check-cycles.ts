import { report } from '../shapes/shape.ts'
import { buildGraph } from './dependency-graph.ts'
import { graphInputOf } from './graph-input.ts'
import type { PlanFile } from './plan-file.ts'
import { resolvePlan } from './resolve-plan.ts'
import { topologicalOrder } from './topological-order.ts'

/** P1: returns the cycles and reports each at its first task. */
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
    ? `task "${cycle[0]}" waits for itself`
    : `tasks wait for each other: ${[...cycle, cycle[0]].join(' → ')}`

/** Where a cycle is reported: at its first task, or, when a task waits for itself, at the dependency that says so. */
function placeOf(cycle: readonly string[], tasks: ReadonlyMap<string, PlanFile['epics'][number]['tasks'][number]>) {
  const task = tasks.get(cycle[0] ?? '')
  const itself = cycle.length === 1 && task?.dependsOn?.find(({ key }) => key.value === cycle[0])
  return itself ? itself.key.place : task?.key.place
}
