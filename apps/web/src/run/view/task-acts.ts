import { isRunEnded, isTaskEnded } from '../../marks/statuses.ts'
import type { RunView, TaskView } from './run-view.ts'

/** The one thing that can be asked of a task as it stands. `why`: the reason where it cannot be asked now. */
export type TaskAct =
  | { kind: 'cancel'; why: string | null }
  /** `reopens`: what was skipped behind it and waits again with it. */
  | { kind: 'retry'; why: string | null; reopens: readonly TaskView[] }

const isUnmet = (task: TaskView): boolean => isTaskEnded(task.status) && task.status !== 'COMPLETED'

/** What waits again when the task is retried: what is skipped behind another task that ended unmerged stays so. */
export function skippedBehind(tasks: readonly TaskView[], key: string): TaskView[] {
  const unmet = new Set(tasks.filter(isUnmet).map((task) => task.key))
  unmet.delete(key)
  const free: TaskView[] = []
  for (const task of tasks) {
    if (task.status !== 'SKIPPED' || task.dependsOn.some((need) => !need.soft && unmet.has(need.key))) continue
    unmet.delete(task.key)
    free.push(task)
  }
  return free
}

function whyNot(view: RunView, task: TaskView): string | null {
  if (isRunEnded(view.status))
    return `Run ${view.number} has ended. Run ${view.number + 1} takes it up; what is done stays done.`
  if (view.status === 'CANCELLING') return 'The run is being cancelled.'
  if (task.status === 'SKIPPED') return `It ${task.reason ?? 'was skipped'}. Retry what it needs.`
  return null
}

/** Null where there is nothing to cancel and nothing to retry: it is merged. */
export function taskAct(view: RunView, task: TaskView): TaskAct | null {
  if (task.status === 'COMPLETED') return null
  const why = whyNot(view, task)
  if (!isTaskEnded(task.status)) return { kind: 'cancel', why }
  return { kind: 'retry', why, reopens: why === null ? skippedBehind(view.tasks, task.key) : [] }
}
