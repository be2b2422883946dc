import { statusChanged } from '../fold/status-changed.ts'
import { defineEvent } from './define.ts'

const NEXT_PHASE =
  'The phase of a task that is PENDING again. It is null while the task waits for `retryAt` or for the start of its batch.'

/** The events that report the status of a task. */
export const TASK_STATUS_EVENTS = {
  AttemptFinished: defineEvent({
    description:
      'An attempt has ended. `taskStatus` is MERGING when the work enters the merge queue, PENDING when the task will be retried, and otherwise the final status of the task.',
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
      'The status of a task has changed in a way that no other event reports. For example, verify failed on the merged work of the task, a conflict session began, the task waits until `retryAt`, or a person retried the task.',
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
      'A task has ended: COMPLETED, FAILED, CONFLICT, SKIPPED or CANCELLED. Each task of a run has exactly one such event, unless a person retries the task.',
    fields: { taskKey: 'String!', taskStatus: 'TaskStatus!', reason: 'String', costUsd: 'Float' },
    links: ['task'],
    fold(run, { taskKey, taskStatus: status, reason }, finishedAt) {
      const merged = status === 'COMPLETED' ? { branch: null, conflictFiles: [] } : {}
      const ended = {
        phase: null,
        phaseStartedAt: null,
        scheduledFor: null,
        awaitedResource: null,
        clashes: [],
        finishedAt,
      }
      run.changeTask(taskKey, () => ({ ...ended, ...merged, status, reason }))
    },
  }),
}
