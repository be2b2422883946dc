import type { RunView, SessionView, TaskView } from './run-view.ts'

/** The most active task: one with a running agent, otherwise one that is merging, otherwise the one that began last. */
function liveliest(view: RunView): TaskView | null {
  const having = (status: string) => view.tasks.find((task) => task.status === status)
  const begun = view.tasks.filter((task) => task.sessions.length > 0)
  return having('RUNNING') ?? having('MERGING') ?? begun.at(-1) ?? null
}

/**
 * The task whose output is shown: the one that a person chose. Otherwise the one shown until now, as long as its agent is running or no
 * agent is, so that output does not disappear while a person reads it.
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
