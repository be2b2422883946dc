import { isRunEnded, isTaskEnded } from '../../marks/statuses.ts'
import type { BatchView, RunView, SessionView, TaskView } from './run-view.ts'

/** The duration of a task so far, in milliseconds. @returns null when it has not begun. */
export function taskElapsed(task: TaskView, now: number): number | null {
  if (task.startedAt === null) return null
  if (isTaskEnded(task.status)) return task.finishedAt === null ? null : task.finishedAt - task.startedAt
  return task.status === 'PENDING' ? null : now - task.startedAt
}

/**
 * The duration of a session, from the setup of its worktree to the end of its agent. Every place that shows this duration uses this
 * function.
 */
export const sessionElapsed = (session: Pick<SessionView, 'startedAt' | 'endedAt'>, now: number): number =>
  (session.endedAt ?? now) - session.startedAt

export const batchElapsed = (batch: BatchView, now: number): number | null =>
  batch.startedAt === null ? null : (batch.finishedAt ?? now) - batch.startedAt

export function runElapsed(view: RunView, now: number): number {
  if (view.startedAt === null) return 0
  if (isRunEnded(view.status)) return (view.finishedAt ?? view.startedAt) - view.startedAt
  return now - view.startedAt
}
