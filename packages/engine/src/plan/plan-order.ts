import type { GraphInput, GraphTask } from '../domain/plan.ts'
import { DEFAULT_PRIORITY } from '../domain/settings.ts'

/** P3: task priority, epic priority, position; lower first. The key comes last so that the order never depends on the input's. */
export function inPlanOrder(input: GraphInput): GraphTask[] {
  const epicPriority = new Map(input.epics.map((epic) => [epic.key, epic.priority]))
  const priorityOf = (task: GraphTask) => epicPriority.get(task.epicKey) ?? DEFAULT_PRIORITY
  return [...input.tasks].sort(
    (a, b) =>
      a.priority - b.priority ||
      priorityOf(a) - priorityOf(b) ||
      a.position - b.position ||
      (a.key < b.key ? -1 : Number(a.key > b.key)),
  )
}
