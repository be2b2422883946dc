import type { GraphInput, GraphTask } from '../domain/plan.ts'
import { inPlanOrder } from './plan-order.ts'

/**
 * The dependencies of a plan between nodes, which are numbers. First come the tasks, in plan order, then one *epic node* for each epic on
 * which another epic depends. An epic node needs every task of its epic, and every task of the dependent epic needs the epic node. So a
 * dependency between epics of n and m tasks (P2) takes n + m edges, and not n × m.
 */
export interface DependencyGraph {
  tasks: readonly GraphTask[]
  /** The nodes that each node needs, by node number. */
  needs: readonly (readonly number[])[]
}

/** @returns the key of the task at this node, or null when the node is an epic node */
export const keyOf = (graph: DependencyGraph, node: number): string | null => graph.tasks[node]?.key ?? null

/** Builds the graph in time linear in tasks and dependencies. A dependency on a key that is not in the input is left out. */
export function buildGraph(input: GraphInput): DependencyGraph {
  const tasks = inPlanOrder(input)
  const nodeOf = new Map(tasks.map((task, index) => [task.key, index]))
  const epicNodeOf = epicNodes(input, tasks.length)
  const awaitedOf = new Map(input.epics.map((epic) => [epic.key, found(epic.dependsOn, epicNodeOf)]))
  const needs = tasks.map((task) => found(keysOf(task), nodeOf).concat(awaitedOf.get(task.epicKey) ?? []))
  for (const _ of epicNodeOf) needs.push([])
  for (const [node, task] of tasks.entries()) needs[epicNodeOf.get(task.epicKey) ?? -1]?.push(node)
  return { tasks, needs }
}

function epicNodes(input: GraphInput, first: number): Map<string, number> {
  const known = new Set(input.epics.map((epic) => epic.key))
  const awaited = new Set(input.epics.flatMap((epic) => epic.dependsOn).filter((key) => known.has(key)))
  return new Map([...awaited].map((key, index) => [key, first + index]))
}

const keysOf = (task: GraphTask): string[] => task.dependsOn.map((dependency) => dependency.key)

function found(keys: readonly string[], nodes: ReadonlyMap<string, number>): number[] {
  return keys.map((key) => nodes.get(key)).filter((node) => node !== undefined)
}
