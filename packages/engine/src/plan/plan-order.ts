import type { GraphInput, GraphTask } from '../domain/plan.ts'
import { DEFAULT_PRIORITY } from '../domain/settings.ts'

/**
 * Sorts tasks by task priority, then epic priority, then position (P3). Lower numbers come first. Tasks that are equal in all three are
 * sorted by key, so that the order of the input does not matter.
 */
export function inPlanOrder({ epics, tasks }: GraphInput): GraphTask[] {
  const priorities = new Map(epics.map((epic) => [epic.key, epic.priority]))
  return tasks
    .map((task) => ({ task, epicPriority: priorities.get(task.epicKey) ?? DEFAULT_PRIORITY }))
    .sort(
      (a, b) =>
        a.task.priority - b.task.priority ||
        a.epicPriority - b.epicPriority ||
        a.task.position - b.task.position ||
        (a.task.key < b.task.key ? -1 : 1),
    )
    .map(({ task }) => task)
}
