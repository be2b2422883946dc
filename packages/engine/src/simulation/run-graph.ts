import type { GraphInput, PlanDependency } from '../domain/plan.ts'
import type { ProjectSettings, TaskSettings } from '../domain/settings.ts'
import { buildGraph } from '../plan/dependency-graph.ts'
import { planGraph } from '../plan/plan-graph.ts'
import type { Need } from '../scheduler/run-index/open-needs.ts'

/** The graph of a simulated run. Its nodes are numbers: first the tasks, batch by batch in plan order, then the epic nodes (P2). */
export interface RunGraph {
  tasks: readonly RunGraphTask[]
  /** The needs of each node. An epic node stands for a whole epic: it needs all tasks of the epic. */
  needs: readonly (readonly Need[])[]
  /** How many sessions may hold each resource at once, by its name. */
  resources?: ProjectSettings['resources']
}

export interface RunGraphTask {
  key: string
  epic: string
  /** The number of the batch, from 1. */
  batch: number
  /** The names of the resources that the task holds while its agent runs. */
  uses?: TaskSettings['uses']
  /** The paths that the task will probably change. */
  likelyPaths?: readonly string[]
}

/** What the scheduler needs to know of the tasks besides their dependencies. */
export interface TaskTraits {
  resources: ProjectSettings['resources']
  usesOf(key: string): TaskSettings['uses']
  /** Returns the files that a task will change according to the plan. */
  filesOf(key: string): TaskSettings['files']
}

const NO_TRAITS: TaskTraits = { resources: {}, usesOf: () => [], filesOf: () => [] }

/** Creates the graph of a plan that has no cycle and no done tasks, in time linear in tasks and dependencies. */
export function runGraphOf(input: GraphInput, { resources, usesOf, filesOf }: TaskTraits = NO_TRAITS): RunGraph {
  const graph = planGraph({ ...input, done: new Set() })
  if (!graph.ok) throw new Error('the plan has a cycle, although it was checked')
  const { tasks, needs } = buildGraph(input)
  const byKey = new Map(tasks.map((task, node) => [task.key, { task, node }]))
  const ordered = graph.batches.flatMap(({ number, keys }) =>
    keys.map((key) => ({ batch: number, ...(byKey.get(key) as { task: (typeof tasks)[number]; node: number }) })),
  )
  const moved = needs.map((_, node) => node)
  for (const [rank, { node }] of ordered.entries()) moved[node] = rank
  const movedNeeds = (node: number, dependsOn: readonly PlanDependency[]): Need[] =>
    (needs[node] ?? []).map((need) => {
      const key = tasks[need]?.key
      const soft = dependsOn.some((one) => one.key === key && one.kind === 'SOFT')
      return { node: moved[need] ?? need, soft }
    })
  return {
    resources,
    tasks: ordered.map(({ task: { key, epicKey: epic }, batch }) => ({
      key,
      epic,
      batch,
      uses: usesOf(key),
      likelyPaths: filesOf(key),
    })),
    needs: [
      ...ordered.map(({ task, node }) => movedNeeds(node, task.dependsOn)),
      ...needs.slice(tasks.length).map((_, index) => movedNeeds(tasks.length + index, [])),
    ],
  }
}

/**
 * Returns all nodes, each after the nodes that it needs. The tasks stay in plan order, because a task needs only tasks of earlier batches.
 * Each epic node is directly after the last task of its epic.
 */
function inOrder({ tasks, needs }: RunGraph): number[] {
  const epicNodesAfter = new Map<number, number[]>()
  for (let epicNode = tasks.length; epicNode < needs.length; epicNode += 1) {
    const last = (needs[epicNode] ?? []).reduce((latest, { node }) => Math.max(latest, node), -1)
    epicNodesAfter.set(last, [...(epicNodesAfter.get(last) ?? []), epicNode])
  }
  const order = [...(epicNodesAfter.get(-1) ?? [])]
  for (const task of tasks.keys()) order.push(task, ...(epicNodesAfter.get(task) ?? []))
  return order
}

/** Returns, for each node, the length of the longest path from its start to the end of the run. */
export function remainingPaths(graph: RunGraph, durationOf: (task: number) => number): Float64Array {
  const lengths = new Float64Array(graph.needs.length)
  for (const node of inOrder(graph).reverse()) {
    const length = (lengths[node] ?? 0) + (node < graph.tasks.length ? durationOf(node) : 0)
    lengths[node] = length
    for (const need of graph.needs[node] ?? []) lengths[need.node] = Math.max(lengths[need.node] ?? 0, length)
  }
  return lengths
}

/**
 * Returns the chain of tasks that takes longest, first to last. Skipped tasks are left out, because they did not wait until the tasks that
 * they need had ended.
 */
export function longestPath(
  graph: RunGraph,
  durationOf: (task: number) => number,
  isSkipped: (task: number) => boolean = () => false,
): number[] {
  const end = new Float64Array(graph.needs.length)
  const before = new Int32Array(graph.needs.length).fill(-1)
  let last = -1
  for (const node of inOrder(graph)) {
    if (isSkipped(node)) continue
    for (const need of graph.needs[node] ?? []) {
      const current = before[node] ?? -1
      if (current === -1 || (end[need.node] ?? 0) > (end[current] ?? 0)) before[node] = need.node
    }
    end[node] = (end[before[node] ?? -1] ?? 0) + (node < graph.tasks.length ? durationOf(node) : 0)
    if (last === -1 || (end[node] ?? 0) > (end[last] ?? 0)) last = node
  }
  const path: number[] = []
  for (let node = last; node !== -1; node = before[node] ?? -1) if (node < graph.tasks.length) path.push(node)
  return path.reverse()
}
