import { builder } from '../builder.ts'
import { TaskPhaseEnum } from '../types/statuses.ts'
import { type EventOf, ProgressEvent } from './progress-event.ts'

builder.objectRef<EventOf<'TaskPhaseChanged'>>('TaskPhaseChanged').implement({
  interfaces: [ProgressEvent],
  fields: (t) => ({
    taskKey: t.string({ resolve: ({ data }) => data.taskKey }),
    attempt: t.int({ resolve: ({ data }) => data.attempt }),
    phase: t.field({ type: TaskPhaseEnum, resolve: ({ data }) => data.phase }),
  }),
})
