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

/** It is no attempt of its own. An end of its task is told by the event of that. */
export const conflictSessionFinished: TellEnd = ({ task }, { to, reason, retryAt, nextPhase }) =>
  to === 'MERGING' || to === 'PENDING' ? [statusChanged(task, to, reason, retryAt, nextPhase)] : []
