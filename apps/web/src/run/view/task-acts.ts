import { isRunEnded, isTaskEnded } from '../../marks/statuses.ts'
import type { RunView, TaskView } from './run-view.ts'

/** The action that a person can take for a task. `why`: the reason why it is not possible now; null when it is possible. */
export type TaskAct =
  | { kind: 'cancel'; why: string | null }
  /** `reopens`: the skipped tasks that wait again after the retry. */
  | { kind: 'retry'; why: string | null; reopens: readonly TaskView[] }

const isUnmet = (task: TaskView): boolean => isTaskEnded(task.status) && task.status !== 'COMPLETED'

/**
 * Finds the skipped tasks that wait again when a task is retried. These are the skipped tasks that need the retried task, directly or
 * through other tasks. A skipped task that also needs a different unmerged task stays skipped.
 */
export function skippedBehind(tasks: readonly TaskView[], key: string): TaskView[] {
  const unmet = new Set(tasks.filter(isUnmet).map((task) => task.key))
  unmet.delete(key)
  const goesOn = new Set([key])
  // The tasks are visited in the order of their batches. The batch of a task comes after the batches of all tasks that it needs, so those
  // tasks are visited before it.
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
    return `Run ${view.number} has ended. The next run includes this task. Done tasks stay done.`
  if (view.status === 'CANCELLING') return 'The run is being cancelled.'
  if (task.status === 'SKIPPED') return `It ${task.reason ?? 'was skipped'}. Retry the task that it needs.`
  return null
}

/** @returns the action that is possible for a task; null for a merged task. */
export function taskAct(view: RunView, task: TaskView): TaskAct | null {
  if (task.status === 'COMPLETED') return null
  const why = whyNot(view, task)
  if (!isTaskEnded(task.status)) return { kind: 'cancel', why }
  return { kind: 'retry', why, reopens: why === null ? skippedBehind(view.tasks, task.key) : [] }
}
