import type { GraphBatch } from '../domain/plan.ts'
import { type DependencyGraph, keyOf } from './dependency-graph.ts'

/**
 * Returns the batches of the tasks (P3), each in plan order.
 *
 * @param order all nodes, each after the nodes that it needs
 */
export function batches(graph: DependencyGraph, order: readonly number[]): GraphBatch[] {
  const level = levels(graph, order)
  const keys: string[][] = []
  for (const [node, task] of graph.tasks.entries()) {
    const index = (level[node] ?? 1) - 1
    keys[index] ??= []
    keys[index].push(task.key)
  }
  return keys.map((batch, index) => ({ number: index + 1, keys: batch }))
}

/** Returns the number of tasks on the longest path to each node, which is its batch. The batch of an epic node is that of its last task. */
function levels(graph: DependencyGraph, order: readonly number[]): Int32Array {
  const level = new Int32Array(graph.needs.length)
  for (const node of order) {
    let highest = 0
    for (const need of graph.needs[node] ?? []) highest = Math.max(highest, level[need] ?? 0)
    level[node] = keyOf(graph, node) === null ? highest : highest + 1
  }
  return level
}
