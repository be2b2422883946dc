import { builder } from '../builder.ts'
import { type EventOf, ProgressEvent } from './progress-event.ts'

builder.objectRef<EventOf<'RunStarted'>>('RunStarted').implement({
  interfaces: [ProgressEvent],
  fields: (t) => ({
    totalBatches: t.int({ resolve: ({ data }) => data.totalBatches }),
    totalTasks: t.int({ resolve: ({ data }) => data.totalTasks }),
  }),
})
