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
 * A conflict session does not end the attempt of its task, so there is no event AttemptFinished. If the session ends the task, `endTask`
 * emits TaskFinished.
 */
export const conflictSessionFinished: TellEnd = ({ task }, { to, reason, retryAt, nextPhase }) =>
  to === 'MERGING' || to === 'PENDING' ? [statusChanged(task, to, reason, retryAt, nextPhase)] : []
