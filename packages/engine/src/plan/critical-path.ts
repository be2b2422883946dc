import { type DependencyGraph, isTask } from './dependency-graph.ts'
import { topologicalOrder } from './levels.ts'

/**
 * The chain of tasks that takes longest, first to last; of equal ones the earliest in plan order. `durationOf`: any unit, not
 * negative; without it each task counts 1. Only for graphs without a cycle.
 */
export function criticalPath(graph: DependencyGraph, durationOf: (key: string) => number = () => 1): string[] {
  const end = new Array<number>(graph.size).fill(0)
  const before = new Array<number>(graph.size).fill(-1)
  for (const node of topologicalOrder(graph)) {
    const latest = latestOf(graph.needs[node] ?? [], end)
    before[node] = latest
    end[node] = (end[latest] ?? 0) + (isTask(graph, node) ? durationOf(graph.tasks[node]?.key ?? '') : 0)
  }
  const keys: string[] = []
  for (let node = latestOf(graph.tasks.keys(), end); node !== -1; node = before[node] ?? -1) {
    const task = graph.tasks[node]
    if (task) keys.push(task.key)
  }
  return keys.reverse()
}

/** The node that ends last, the lowest of equal ones; -1 where there is none. */
function latestOf(nodes: Iterable<number>, end: readonly number[]): number {
  let latest = -1
  for (const node of nodes) {
    const later = (end[node] ?? 0) - (end[latest] ?? Number.NEGATIVE_INFINITY)
    if (later > 0 || (later === 0 && node < latest)) latest = node
  }
  return latest
}
