import type { DependencyGraph } from './dependency-graph.ts'
import { shortestCycle } from './shortest-cycle.ts'

export type TopologicalOrder =
  /** All nodes, each after the nodes that it needs. */
  | { ok: true; order: readonly number[] }
  /** One cycle for each group of tasks that wait for each other (P1). */
  | { ok: false; cycles: readonly (readonly string[])[] }

/** Sorts the nodes of a graph, in time linear in tasks and dependencies. */
export function topologicalOrder(graph: DependencyGraph): TopologicalOrder {
  const components = stronglyConnected(graph)
  const rings = components
    .filter(([node = 0, ...others]) => others.length > 0 || graph.needs[node]?.includes(node))
    .map((ring) => ring.toSorted((a, b) => a - b))
    .toSorted(([a = 0], [b = 0]) => a - b)
  if (rings.length > 0) return { ok: false, cycles: rings.map((ring) => shortestCycle(graph, ring)) }
  return { ok: true, order: components.flat() }
}

/**
 * Returns the strongly connected components by Tarjan's algorithm, each after the components that it needs. It uses an array as its stack,
 * because recursion through a chain of 100,000 tasks would overflow the call stack.
 */
function stronglyConnected({ needs }: DependencyGraph): number[][] {
  const components: number[][] = []
  const entered = new Int32Array(needs.length).fill(-1)
  const lowest = new Int32Array(needs.length)
  const tried = new Int32Array(needs.length)
  const isOpen = new Uint8Array(needs.length)
  const open: number[] = []
  const calls: number[] = []
  let entries = 0

  const enter = (node: number) => {
    entered[node] = lowest[node] = entries++
    isOpen[node] = 1
    open.push(node)
    calls.push(node)
  }
  const lower = (node: number, to: number) => {
    lowest[node] = Math.min(lowest[node] ?? 0, to)
  }
  const leave = (node: number) => {
    calls.pop()
    const caller = calls.at(-1)
    if (caller !== undefined) lower(caller, lowest[node] ?? 0)
    if (lowest[node] === entered[node]) close(open.splice(open.lastIndexOf(node)))
  }
  const close = (component: number[]) => {
    for (const node of component) isOpen[node] = 0
    components.push(component)
  }
  const nextNeed = (node: number): number | undefined => {
    const next = tried[node] ?? 0
    tried[node] = next + 1
    return needs[node]?.[next]
  }

  for (let root = 0; root < needs.length; root += 1) {
    if (entered[root] === -1) enter(root)
    for (let node = calls.at(-1); node !== undefined; node = calls.at(-1)) {
      const need = nextNeed(node)
      if (need === undefined) leave(node)
      else if (entered[need] === -1) enter(need)
      else if (isOpen[need] === 1) lower(node, entered[need] ?? 0)
    }
  }
  return components
}
