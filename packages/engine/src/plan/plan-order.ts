import type { GraphInput, GraphTask } from '../domain/plan.ts'
import { DEFAULT_PRIORITY } from '../domain/settings.ts'

/** P3: task priority, then epic priority, then position; lower first. The key comes last, so that the order of the input never matters. */
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
