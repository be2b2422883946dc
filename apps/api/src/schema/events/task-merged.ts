import { builder } from '../builder.ts'
import { type EventOf, ProgressEvent } from './progress-event.ts'
import { taskLink } from './task-link.ts'

builder.objectRef<EventOf<'TaskMerged'>>('TaskMerged').implement({
  interfaces: [ProgressEvent],
  fields: (t) => ({
    taskKey: t.string({ resolve: ({ data }) => data.taskKey }),
    commit: t.string({ resolve: ({ data }) => data.commit }),
    task: taskLink(t),
  }),
})
