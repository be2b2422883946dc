import { builder } from '../builder.ts'
import { type EventOf, ProgressEvent } from './progress-event.ts'
import { taskLink } from './task-link.ts'

builder.objectRef<EventOf<'VerificationFailed'>>('VerificationFailed').implement({
  interfaces: [ProgressEvent],
  fields: (t) => ({
    taskKey: t.string({ resolve: ({ data }) => data.taskKey }),
    output: t.string({ resolve: ({ data }) => data.output }),
    task: taskLink(t),
  }),
})
