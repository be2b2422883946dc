import { type DependencyGraph, keyOf } from './dependency-graph.ts'

/**
 * Returns the keys of a shortest cycle through the first node of a strongly connected component. Each task waits for the next, and the
 * last waits for the first.
 *
 * @param component sorted, so that its first node is its first task in plan order
 */
export function shortestCycle(graph: DependencyGraph, component: readonly number[]): string[] {
  const [start = 0] = component
  const inside = new Set(component)
  const cameFrom = new Map<number, number>()
  const queue = [start]
  for (const node of queue) {
    for (const need of graph.needs[node] ?? []) {
      if (need === start) return keysBack(graph, cameFrom, node)
      if (!inside.has(need) || cameFrom.has(need)) continue
      cameFrom.set(need, node)
      queue.push(need)
    }
  }
  throw new Error(
    `these tasks depend on each other, but no cycle was found: ${component.flatMap((node) => keyOf(graph, node) ?? []).join(', ')}`,
  )
}

function keysBack(graph: DependencyGraph, cameFrom: ReadonlyMap<number, number>, end: number): string[] {
  const keys: string[] = []
  for (let node: number | undefined = end; node !== undefined; node = cameFrom.get(node)) {
    const key = keyOf(graph, node)
    if (key !== null) keys.push(key)
  }
  return keys.reverse()
}
