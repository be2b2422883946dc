import type { RunView, SessionView, TaskView } from './run-view.ts'

/** Where something happens: a living agent first, else what is on its way, else what began last. */
function liveliest(view: RunView): TaskView | null {
  const having = (status: string) => view.tasks.find((task) => task.status === status)
  const begun = view.tasks.filter((task) => task.sessions.length > 0)
  return having('RUNNING') ?? having('MERGING') ?? begun.at(-1) ?? null
}

/**
 * The task whose output is shown: the one a person chose, else the one shown until now while its agent lives or none does,
 * so that what is read is not taken away without need.
 */
export function chosenTask(view: RunView, chosen: string | null, shown: string | null): TaskView | null {
  const find = (key: string | null) => view.tasks.find((task) => task.key === key)
  const picked = find(chosen)
  if (picked) return picked
  const before = find(shown)
  const next = liveliest(view)
  if (before && (before.status === 'RUNNING' || next?.status !== 'RUNNING')) return before
  return next
}

export const latestSession = (task: TaskView | null): SessionView | null => task?.sessions.at(-1) ?? null
