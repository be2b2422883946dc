import type { GraphInput, GraphTask } from '../domain/plan.ts'
import { inPlanOrder } from './plan-order.ts'

/**
 * Tasks and epic gates as numbers. Tasks come first, in plan order; then one gate per epic that another epic waits for. A gate needs
 * every task of its epic, and every task of a waiting epic needs the gate. So P2 costs n + m edges; pairs of tasks would cost n × m.
 */
export interface DependencyGraph {
  tasks: readonly GraphTask[]
  /** What each node waits for, by node number. */
  needs: readonly (readonly number[])[]
}

/** @returns the key of a task's node, or null for a gate, which takes no batch of its own */
export const keyOf = (graph: DependencyGraph, node: number): string | null => graph.tasks[node]?.key ?? null

/** A key outside the input counts as satisfied, whether it names a task or an epic. Linear in tasks and dependencies. */
export function buildGraph(input: GraphInput): DependencyGraph {
  const tasks = inPlanOrder(input)
  const nodeOf = new Map(tasks.map((task, index) => [task.key, index]))
  const gateOf = gates(input, tasks.length)
  const gatesOf = new Map(input.epics.map((epic) => [epic.key, found(epic.dependsOn, gateOf)]))
  const needs = tasks.map((task) => found(keysOf(task), nodeOf).concat(gatesOf.get(task.epicKey) ?? []))
  for (const _ of gateOf) needs.push([])
  for (const [node, task] of tasks.entries()) needs[gateOf.get(task.epicKey) ?? -1]?.push(node)
  return { tasks, needs }
}

function gates(input: GraphInput, first: number): Map<string, number> {
  const known = new Set(input.epics.map((epic) => epic.key))
  const awaited = new Set(input.epics.flatMap((epic) => epic.dependsOn).filter((key) => known.has(key)))
  return new Map([...awaited].map((key, index) => [key, first + index]))
}

const keysOf = (task: GraphTask): string[] => task.dependsOn.map((dependency) => dependency.key)

function found(keys: readonly string[], nodes: ReadonlyMap<string, number>): number[] {
  return keys.map((key) => nodes.get(key)).filter((node) => node !== undefined)
}
