import type { GraphInput, GraphTask } from '../domain/plan.ts'
import { inPlanOrder } from './plan-order.ts'

/**
 * Tasks and epic gates as numbers. Tasks come first, in plan order; then one gate per epic that another epic waits for. A gate needs
 * every task of its epic, and every task of a waiting epic needs the gate: P2 costs n + m edges where the pairs would be n × m.
 */
export interface DependencyGraph {
  tasks: readonly GraphTask[]
  /** Number of nodes: tasks and gates. */
  size: number
  /** What each node waits for. */
  needs: readonly (readonly number[])[]
  /** What waits for each node. */
  neededBy: readonly (readonly number[])[]
}

/** Whether a node is a task; the others are gates, which take no batch of their own. */
export const isTask = (graph: DependencyGraph, node: number): boolean => node < graph.tasks.length

/** The key of a task's node; null for a gate. */
export const keyOf = (graph: DependencyGraph, node: number): string | null => graph.tasks[node]?.key ?? null

/** Keys outside the input count as satisfied, whether they are tasks or epics. Linear in tasks and dependencies. */
export function buildGraph(input: GraphInput): DependencyGraph {
  const tasks = inPlanOrder(input)
  const nodeOfTask = new Map(tasks.map((task, index) => [task.key, index]))
  const gateOfEpic = gates(input, tasks.length)
  const epics = new Map(input.epics.map((epic) => [epic.key, epic]))
  const size = tasks.length + gateOfEpic.size
  const needs: number[][] = Array.from({ length: size }, () => [])
  for (const [node, task] of tasks.entries()) {
    const own = task.dependsOn.map((dependency) => nodeOfTask.get(dependency.key))
    const epic = epics.get(task.epicKey)?.dependsOn.map((key) => gateOfEpic.get(key)) ?? []
    needs[node] = [...own, ...epic].filter((need) => need !== undefined)
    const gate = gateOfEpic.get(task.epicKey)
    if (gate !== undefined) needs[gate]?.push(node)
  }
  return { tasks, size, needs, neededBy: reversed(needs) }
}

function gates(input: GraphInput, first: number): Map<string, number> {
  const known = new Set(input.epics.map((epic) => epic.key))
  const awaited = new Set(input.epics.flatMap((epic) => epic.dependsOn).filter((key) => known.has(key)))
  return new Map([...awaited].map((key, index) => [key, first + index]))
}

function reversed(needs: readonly (readonly number[])[]): number[][] {
  const neededBy: number[][] = needs.map(() => [])
  for (const [node, list] of needs.entries()) for (const need of list) neededBy[need]?.push(node)
  return neededBy
}
