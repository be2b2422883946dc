import { statusChanged } from '../fold/status-changed.ts'
import { defineEvent } from './define.ts'

const NEXT_PHASE = 'The phase of a task that is PENDING again. Null while it is held or its batch has not begun.'

/** The events that report the status of a task. */
export const TASK_STATUS_EVENTS = {
  AttemptFinished: defineEvent({
    description:
      'The attempt has ended. `taskStatus`: MERGING when its work enters the merge queue, PENDING when the task will be retried, otherwise the final status of the task.',
    fields: {
      taskKey: 'String!',
      attempt: 'Int!',
      taskStatus: 'TaskStatus!',
      reason: 'String',
      costUsd: 'Float',
      retryAt: 'DateTime',
      nextPhase: 'TaskPhase',
    },
    descriptions: { nextPhase: NEXT_PHASE },
    links: ['task'],
    fold: statusChanged,
  }),

  TaskStatusChanged: defineEvent({
    description:
      'Any change of a task’s status that no other event reports: back to PENDING after a refused merge, to RUNNING for a conflict session, held until `retryAt`, retried by hand.',
    fields: {
      taskKey: 'String!',
      taskStatus: 'TaskStatus!',
      reason: 'String',
      retryAt: 'DateTime',
      nextPhase: 'TaskPhase',
    },
    descriptions: { nextPhase: NEXT_PHASE },
    links: ['task'],
    fold: statusChanged,
  }),

  TaskFinished: defineEvent({
    description:
      'The task has ended: COMPLETED, FAILED, CONFLICT, SKIPPED or CANCELLED. Each task of the run has one such event, unless it is retried by hand.',
    fields: { taskKey: 'String!', taskStatus: 'TaskStatus!', reason: 'String', costUsd: 'Float' },
    links: ['task'],
    fold(run, { taskKey, taskStatus: status, reason }, finishedAt) {
      const merged = status === 'COMPLETED' ? { branch: null, conflictFiles: [] } : {}
      const ended = { phase: null, phaseStartedAt: null, scheduledFor: null, finishedAt }
      run.changeTask(taskKey, () => ({ ...ended, ...merged, status, reason }))
    },
  }),
}
