import { type DependencyGraph, keyOf } from './dependency-graph.ts'

/**
 * P1: one cycle, a shortest through its first task in plan order, for each group of tasks that wait for each other in a ring. Each key
 * waits for the next, the last for the first, which is not repeated. Empty where the graph has no cycle. Iterative: a chain of
 * 100,000 tasks must not end in a stack overflow.
 */
export function cycles(graph: DependencyGraph): string[][] {
  return components(graph)
    .map((component) => component.sort((a, b) => a - b))
    .filter((component) => component.length > 1 || needsItself(graph, component[0] ?? 0))
    .sort((a, b) => (a[0] ?? 0) - (b[0] ?? 0))
    .map((component) => shortestCycle(graph, component))
}

const needsItself = (graph: DependencyGraph, node: number): boolean => graph.needs[node]?.includes(node) ?? false

/** Breadth first from the component's first node, a task because tasks come before gates, until something needs it again. */
function shortestCycle(graph: DependencyGraph, component: readonly number[]): string[] {
  const start = component[0] ?? 0
  const inside = new Set(component)
  const cameFrom = new Map<number, number>()
  const queue = [start]
  for (const node of queue) {
    for (const need of graph.needs[node] ?? []) {
      if (need === start) return pathKeys(graph, cameFrom, node)
      if (!inside.has(need) || cameFrom.has(need)) continue
      cameFrom.set(need, node)
      queue.push(need)
    }
  }
  throw new Error('a strongly connected component has no cycle')
}

function pathKeys(graph: DependencyGraph, cameFrom: ReadonlyMap<number, number>, end: number): string[] {
  const keys: string[] = []
  for (let node: number | undefined = end; node !== undefined; node = cameFrom.get(node)) {
    const key = keyOf(graph, node)
    if (key !== null) keys.push(key)
  }
  return keys.reverse()
}

/** Strongly connected components, by Tarjan's algorithm with a stack of its own. */
function components(graph: DependencyGraph): number[][] {
  const found: number[][] = []
  const index = new Int32Array(graph.size).fill(-1)
  const low = new Int32Array(graph.size)
  const nextNeed = new Int32Array(graph.size)
  const onPath = new Uint8Array(graph.size)
  const path: number[] = []
  const calls: number[] = []
  let counter = 0

  const enter = (node: number) => {
    index[node] = low[node] = counter++
    onPath[node] = 1
    path.push(node)
    calls.push(node)
  }
  const lower = (node: number, to: number) => {
    low[node] = Math.min(low[node] ?? 0, to)
  }
  const leave = (node: number) => {
    calls.pop()
    const caller = calls.at(-1)
    if (caller !== undefined) lower(caller, low[node] ?? 0)
    if (low[node] !== index[node]) return
    const component = path.splice(path.lastIndexOf(node))
    for (const member of component) onPath[member] = 0
    found.push(component)
  }

  for (let root = 0; root < graph.size; root += 1) {
    if (index[root] === -1) enter(root)
    for (let node = calls.at(-1); node !== undefined; node = calls.at(-1)) {
      const need = graph.needs[node]?.[nextNeed[node] ?? 0]
      nextNeed[node] = (nextNeed[node] ?? 0) + 1
      if (need === undefined) leave(node)
      else if (index[need] === -1) enter(need)
      else if (onPath[need] === 1) lower(node, index[need] ?? 0)
    }
  }
  return found
}
