import { type DependencyGraph, keyOf } from './dependency-graph.ts'

/** Returns the duration of a task, in any unit. It is never negative. */
export type DurationOf = (taskKey: string) => number

/**
 * Returns the keys of the chain of tasks that takes longest, first to last. Among equally long chains it is the first in plan order.
 *
 * @param order all nodes, each after the nodes that it needs
 */
export function criticalPath(graph: DependencyGraph, order: readonly number[], durationOf: DurationOf): string[] {
  const end = new Float64Array(graph.needs.length)
  const before = new Int32Array(graph.needs.length).fill(NONE)
  for (const node of order) {
    const key = keyOf(graph, node)
    const latest = latestOf(graph.needs[node] ?? [], end)
    before[node] = latest
    end[node] = (end[latest] ?? 0) + (key === null ? 0 : durationOf(key))
  }
  const keys: string[] = []
  for (let node = latestOf(graph.tasks.keys(), end); node !== NONE; node = before[node] ?? NONE) {
    const key = keyOf(graph, node)
    if (key !== null) keys.push(key)
  }
  return keys.reverse()
}

const NONE = -1

/** Returns the node that ends last. If several end at the same time, it is the one with the lowest number. */
function latestOf(nodes: Iterable<number>, end: Float64Array): number {
  let latest = NONE
  for (const node of nodes) {
    const later = (end[node] ?? 0) - (end[latest] ?? Number.NEGATIVE_INFINITY)
    if (later > 0 || (later === 0 && node < latest)) latest = node
  }
  return latest
}
