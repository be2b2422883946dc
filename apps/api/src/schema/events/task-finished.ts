import { builder } from '../builder.ts'
import { TaskStatusEnum } from '../types/statuses.ts'
import { costUsd } from './cost-usd.ts'
import { type EventOf, ProgressEvent } from './progress-event.ts'
import { taskLink } from './task-link.ts'

builder.objectRef<EventOf<'TaskFinished'>>('TaskFinished').implement({
  description:
    'The task has reached its end: COMPLETED, FAILED, CONFLICT, SKIPPED or CANCELLED. Once for each task of the run, unless it is retried by hand.',
  interfaces: [ProgressEvent],
  fields: (t) => ({
    taskKey: t.string({ resolve: ({ data }) => data.taskKey }),
    taskStatus: t.field({ type: TaskStatusEnum, resolve: ({ data }) => data.taskStatus }),
    reason: t.string({ nullable: true, resolve: ({ data }) => data.reason }),
    costUsd: costUsd(t),
    task: taskLink(t),
  }),
})
