import { builder } from '../builder.ts'
import { TaskStatusEnum } from '../types/statuses.ts'
import { type EventOf, ProgressEvent } from './progress-event.ts'
import { taskLink } from './task-link.ts'

builder.objectRef<EventOf<'TaskStatusChanged'>>('TaskStatusChanged').implement({
  description:
    'Any change of a task’s status that no other event tells: back to PENDING after a refused merge, to RUNNING for a conflict session, held until `retryAt`, retried by hand.',
  interfaces: [ProgressEvent],
  fields: (t) => ({
    taskKey: t.string({ resolve: ({ data }) => data.taskKey }),
    taskStatus: t.field({ type: TaskStatusEnum, resolve: ({ data }) => data.taskStatus }),
    reason: t.string({ nullable: true, resolve: ({ data }) => data.reason }),
    retryAt: t.field({ type: 'DateTime', nullable: true, resolve: ({ data }) => data.retryAt }),
    task: taskLink(t),
  }),
})
