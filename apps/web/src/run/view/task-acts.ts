import { isRunEnded, isTaskEnded } from '../../marks/statuses.ts'
import type { RunView, TaskView } from './run-view.ts'

/** The one thing that can be asked of a task as it stands. `why`: the reason where it cannot be asked now. */
export type TaskAct =
  | { kind: 'cancel'; why: string | null }
  /** `reopens`: what was skipped behind it and waits again with it. */
  | { kind: 'retry'; why: string | null; reopens: readonly TaskView[] }

const isUnmet = (task: TaskView): boolean => isTaskEnded(task.status) && task.status !== 'COMPLETED'

/** What waits again when the task is retried: in turn what needs it, unless another task that ended unmerged holds it too. */
export function skippedBehind(tasks: readonly TaskView[], key: string): TaskView[] {
  const unmet = new Set(tasks.filter(isUnmet).map((task) => task.key))
  unmet.delete(key)
  const goesOn = new Set([key])
  // A task's batch comes after those of all that it needs.
  return [...tasks]
    .sort((a, b) => a.batchNumber - b.batchNumber)
    .filter((task) => {
      const needs = task.dependsOn.filter((need) => !need.soft).map((need) => need.key)
      if (task.status !== 'SKIPPED' || !needs.some((need) => goesOn.has(need))) return false
      if (needs.some((need) => unmet.has(need))) return false
      unmet.delete(task.key)
      goesOn.add(task.key)
      return true
    })
}

function whyNot(view: RunView, task: TaskView): string | null {
  if (isRunEnded(view.status))
    return `Run ${view.number} has ended. Run ${view.number + 1} will take it up. Done tasks stay done.`
  if (view.status === 'CANCELLING') return 'The run is being cancelled.'
  if (task.status === 'SKIPPED') return `It ${task.reason ?? 'was skipped'}. Retry the task that it needs.`
  return null
}

/** Null where there is nothing to cancel and nothing to retry: it is merged. */
export function taskAct(view: RunView, task: TaskView): TaskAct | null {
  if (task.status === 'COMPLETED') return null
  const why = whyNot(view, task)
  if (!isTaskEnded(task.status)) return { kind: 'cancel', why }
  return { kind: 'retry', why, reopens: why === null ? skippedBehind(view.tasks, task.key) : [] }
}
