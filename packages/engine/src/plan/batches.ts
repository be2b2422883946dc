import type { GraphBatch } from '../domain/plan.ts'
import type { DependencyGraph } from './dependency-graph.ts'
import { levels } from './levels.ts'

/** P3: the topological levels, in plan order inside. Only for graphs without a cycle. */
export function batches(graph: DependencyGraph): GraphBatch[] {
  const level = levels(graph)
  const keys: string[][] = []
  for (const [node, task] of graph.tasks.entries()) {
    const index = (level[node] ?? 1) - 1
    const batch = keys[index] ?? []
    keys[index] = batch
    batch.push(task.key)
  }
  return keys.map((batch, index) => ({ number: index + 1, keys: batch }))
}
