import type { TellEnd } from './attempt-lifecycle.ts'
import { statusChanged } from './task-lifecycle.ts'

export const attemptFinished: TellEnd = ({ task, session }, { to, reason, retryAt, nextPhase, costMicroUsd }) => [
  {
    type: 'AttemptFinished',
    data: {
      taskKey: task.key,
      attempt: session.attempt,
      taskStatus: to,
      reason,
      costMicroUsd,
      retryAt,
      nextPhase,
      runTaskId: task.id,
    },
  },
]

/**
 * The task's attempt continues after a conflict session, so there is no AttemptFinished. If the session ends the task too, `endTask`
 * emits TaskFinished.
 */
export const conflictSessionFinished: TellEnd = ({ task }, { to, reason, retryAt, nextPhase }) =>
  to === 'MERGING' || to === 'PENDING' ? [statusChanged(task, to, reason, retryAt, nextPhase)] : []
