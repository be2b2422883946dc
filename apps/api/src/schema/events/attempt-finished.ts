import { builder } from '../builder.ts'
import { TaskStatusEnum } from '../types/statuses.ts'
import { costUsd } from './cost-usd.ts'
import { type EventOf, ProgressEvent } from './progress-event.ts'
import { taskLink } from './task-link.ts'

builder.objectRef<EventOf<'AttemptFinished'>>('AttemptFinished').implement({
  description:
    'The attempt has ended. `taskStatus`: MERGING when its work goes on to the merge queue, else what became of the task; PENDING when it will be tried again.',
  interfaces: [ProgressEvent],
  fields: (t) => ({
    taskKey: t.string({ resolve: ({ data }) => data.taskKey }),
    attempt: t.int({ resolve: ({ data }) => data.attempt }),
    taskStatus: t.field({ type: TaskStatusEnum, resolve: ({ data }) => data.taskStatus }),
    reason: t.string({ nullable: true, resolve: ({ data }) => data.reason }),
    costUsd: costUsd(t),
    retryAt: t.field({ type: 'DateTime', nullable: true, resolve: ({ data }) => data.retryAt }),
    task: taskLink(t),
  }),
})
