import { buildGraph } from './dependency-graph.ts'
import { graphInputOf } from './graph-input.ts'
import type { PlanFile } from './plan-file.ts'
import { resolvePlan } from './resolve-plan.ts'
import { report } from './shape/shape.ts'
import { topologicalOrder } from './topological-order.ts'

/** P1: answers the cycles and reports each at its first task. */
export function checkCycles(file: PlanFile): (readonly string[])[] {
  const sorted = topologicalOrder(buildGraph(graphInputOf(resolvePlan(file))))
  if (sorted.ok) return []
  const places = new Map(file.epics.flatMap((epic) => epic.tasks).map(({ key }) => [key.value, key.place]))
  for (const cycle of sorted.cycles) {
    const place = places.get(cycle[0] ?? '')
    if (place) report(place, message(cycle))
  }
  return sorted.cycles.map((cycle) => [...cycle])
}

const message = (cycle: readonly string[]): string =>
  cycle.length === 1
    ? `task "${cycle[0]}" waits for itself`
    : `tasks wait for each other: ${[...cycle, cycle[0]].join(' → ')}`
