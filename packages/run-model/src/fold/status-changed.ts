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

/** AttemptFinished and TaskStatusChanged both report the status of a task, the reason, and when the task may continue. */
export function statusChanged(run: RunDraft, change: StatusChange, at: number): void {
  const { taskKey, taskStatus: status, reason, retryAt } = change
  const scheduledFor = retryAt === null ? null : Date.parse(retryAt)
  run.changeTask(taskKey, (task) => ({ status, reason, scheduledFor, ...whatFollows(run, task, change, at) }))
}

function whatFollows(run: RunDraft, task: TaskView, change: StatusChange, at: number): Partial<TaskView> {
  const { taskStatus, reason } = change
  if (taskStatus === 'PENDING') {
    const phase = change.nextPhase ?? phaseOfWaiting(run, task, change)
    return { phase, phaseStartedAt: phase === null ? null : at, conflictFiles: [], finishedAt: null }
  }
  if (isTaskEnded(taskStatus)) return { phase: null, phaseStartedAt: null }
  // Finished work has no reason. A task that is MERGING with a reason still waits for the session that resolves its conflict.
  const isFinishedWork = taskStatus === 'MERGING' && reason === null
  return { finishedAt: null, ...(isFinishedWork && { conflictFiles: [] }) }
}

/** Earlier versions of the server did not write the phase. A task waits for a slot when its batch has begun and it has no start time. */
function phaseOfWaiting(run: RunDraft, task: TaskView, { retryAt }: StatusChange): TaskPhase | null {
  const hasBegun = (run.batch(task.batchNumber)?.startedAt ?? null) !== null
  return hasBegun && retryAt === null ? 'QUEUE' : null
}
