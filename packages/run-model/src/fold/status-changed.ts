import { isTaskEnded, type TaskPhase, type TaskStatus } from '../statuses.ts'
import type { RunDraft } from './run-draft.ts'
import type { TaskView } from './run-view.ts'

export interface StatusChange {
  readonly taskKey: string
  readonly taskStatus: TaskStatus
  readonly reason: string | null
  readonly retryAt: string | null
  readonly nextPhase: TaskPhase | null
}

/** Folds AttemptFinished and TaskStatusChanged. Both report the status of a task, the reason, and when the task may continue. */
export function statusChanged(run: RunDraft, change: StatusChange, at: number): void {
  const { taskKey, taskStatus: status, reason, retryAt } = change
  const scheduledFor = retryAt === null ? null : Date.parse(retryAt)
  run.changeTask(taskKey, (task) => ({
    ...{ status, reason, scheduledFor, awaitedResource: null },
    ...whatFollows(run, task, change, at),
  }))
}

function whatFollows(run: RunDraft, task: TaskView, change: StatusChange, at: number): Partial<TaskView> {
  const { taskStatus, reason } = change
  if (taskStatus === 'PENDING') {
    const phase = change.nextPhase ?? phaseOfWaiting(run, task, change)
    return { phase, phaseStartedAt: phase === null ? null : at, conflictFiles: [], finishedAt: null }
  }
  if (isTaskEnded(taskStatus)) return { phase: null, phaseStartedAt: null }
  // A task that is MERGING without a reason has finished its work. With a reason, the task waits for a session that resolves its conflict.
  const isFinishedWork = taskStatus === 'MERGING' && reason === null
  return { finishedAt: null, ...(isFinishedWork && { conflictFiles: [] }) }
}

/**
 * Returns the phase of a PENDING task for events of earlier versions, which did not contain it. The phase is QUEUE when the task's batch
 * has begun and the task does not wait for `retryAt`. Otherwise it is null.
 */
function phaseOfWaiting(run: RunDraft, task: TaskView, { retryAt }: StatusChange): TaskPhase | null {
  const hasBegun = (run.batch(task.batchNumber)?.startedAt ?? null) !== null
  return hasBegun && retryAt === null ? 'QUEUE' : null
}
