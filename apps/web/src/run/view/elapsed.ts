import { isRunEnded, isTaskEnded } from '../../marks/statuses.ts'
import type { BatchView, RunView, SessionView, TaskView } from './run-view.ts'

/** @returns the duration of a task so far in ms; null before its first attempt, and while it waits for the next attempt. */
export function taskElapsed(task: TaskView, now: number): number | null {
  if (task.startedAt === null) return null
  if (isTaskEnded(task.status)) return task.finishedAt === null ? null : task.finishedAt - task.startedAt
  return task.status === 'PENDING' ? null : now - task.startedAt
}

/** @returns the duration of a session so far in ms, from the setup of its worktree to the end of its agent. */
export const sessionElapsed = (session: Pick<SessionView, 'startedAt' | 'endedAt'>, now: number): number =>
  (session.endedAt ?? now) - session.startedAt

export const batchElapsed = (batch: BatchView, now: number): number | null =>
  batch.startedAt === null ? null : (batch.finishedAt ?? now) - batch.startedAt

export function runElapsed(view: RunView, now: number): number {
  if (view.startedAt === null) return 0
  if (isRunEnded(view.status)) return (view.finishedAt ?? view.startedAt) - view.startedAt
  return now - view.startedAt
}
