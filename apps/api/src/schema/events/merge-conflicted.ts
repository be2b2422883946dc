import { builder } from '../builder.ts'
import { type EventOf, ProgressEvent } from './progress-event.ts'
import { taskLink } from './task-link.ts'

builder.objectRef<EventOf<'MergeConflicted'>>('MergeConflicted').implement({
  interfaces: [ProgressEvent],
  fields: (t) => ({
    taskKey: t.string({ resolve: ({ data }) => data.taskKey }),
    files: t.stringList({ resolve: ({ data }) => data.files }),
    task: taskLink(t),
  }),
})
