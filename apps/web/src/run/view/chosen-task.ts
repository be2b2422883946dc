import type { RunView, SessionView, TaskView } from './run-view.ts'

/** @returns a task with a running agent, otherwise a task that is merging, otherwise the task that started last. */
function mostActive(view: RunView): TaskView | null {
  const having = (status: string) => view.tasks.find((task) => task.status === status)
  const begun = view.tasks.filter((task) => task.sessions.length > 0)
  return having('RUNNING') ?? having('MERGING') ?? begun.at(-1) ?? null
}

/**
 * Finds the task whose output the page shows. It is the chosen task. If nobody has chosen a task, the page changes to another task only when
 * the agent of the shown task has ended and another agent is running. So the output seldom changes while a person reads it.
 * @param chosen the key that a person chose
 * @param shown the key of the task that is shown now
 */
export function chosenTask(view: RunView, chosen: string | null, shown: string | null): TaskView | null {
  const find = (key: string | null) => view.tasks.find((task) => task.key === key)
  const picked = find(chosen)
  if (picked) return picked
  const before = find(shown)
  const next = mostActive(view)
  if (before && (before.status === 'RUNNING' || next?.status !== 'RUNNING')) return before
  return next
}

export const latestSession = (task: TaskView | null): SessionView | null => task?.sessions.at(-1) ?? null
