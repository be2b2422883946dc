import { isRunEnded, isTaskEnded } from '../../marks/statuses.ts'
import type { RunView, TaskView } from './run-view.ts'

/** The action that is possible for a task. `why`: the reason when it is not possible now. */
export type TaskAct =
  | { kind: 'cancel'; why: string | null }
  /** `reopens`: the skipped tasks that wait again together with it. */
  | { kind: 'retry'; why: string | null; reopens: readonly TaskView[] }

const isUnmet = (task: TaskView): boolean => isTaskEnded(task.status) && task.status !== 'COMPLETED'

/**
 * The skipped tasks that wait again when the task is retried: those that need it, directly or through others, unless another task that
 * ended unmerged holds them too.
 */
export function skippedBehind(tasks: readonly TaskView[], key: string): TaskView[] {
  const unmet = new Set(tasks.filter(isUnmet).map((task) => task.key))
  unmet.delete(key)
  const goesOn = new Set([key])
  // The batch of a task comes after those of all tasks that it needs.
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

/** @returns null when the task is merged, because nothing can be cancelled or retried. */
export function taskAct(view: RunView, task: TaskView): TaskAct | null {
  if (task.status === 'COMPLETED') return null
  const why = whyNot(view, task)
  if (!isTaskEnded(task.status)) return { kind: 'cancel', why }
  return { kind: 'retry', why, reopens: why === null ? skippedBehind(view.tasks, task.key) : [] }
}
