import { type DependencyGraph, isTask } from './dependency-graph.ts'

/**
 * The longest path, in tasks, that ends at each node: 1 for a task that waits for nothing. A gate is at the level of the last task of
 * its epic. Only for graphs without a cycle.
 */
export function levels(graph: DependencyGraph): number[] {
  const level = new Array<number>(graph.size).fill(0)
  for (const node of topologicalOrder(graph)) {
    let highest = 0
    for (const need of graph.needs[node] ?? []) highest = Math.max(highest, level[need] ?? 0)
    level[node] = isTask(graph, node) ? highest + 1 : highest
  }
  return level
}

/** Every node after what it needs; nodes on a cycle, and what waits for them, are left out. */
export function topologicalOrder(graph: DependencyGraph): number[] {
  const open = graph.needs.map((needs) => needs.length)
  const order = [...open.keys()].filter((node) => open[node] === 0)
  for (let next = 0; next < order.length; next += 1) {
    for (const dependent of graph.neededBy[order[next] ?? 0] ?? []) {
      const left = (open[dependent] ?? 0) - 1
      open[dependent] = left
      if (left === 0) order.push(dependent)
    }
  }
  return order
}
