import { builder } from '../builder.ts'
import { type EventOf, ProgressEvent } from './progress-event.ts'

builder.objectRef<EventOf<'BatchStarted'>>('BatchStarted').implement({
  description: 'Again when a batch reopens.',
  interfaces: [ProgressEvent],
  fields: (t) => ({
    batchNumber: t.int({ resolve: ({ data }) => data.batchNumber }),
    totalBatches: t.int({ resolve: ({ data }) => data.totalBatches }),
    taskCount: t.int({ resolve: ({ data }) => data.taskCount }),
    startCommit: t.string({
      nullable: true,
      description: 'The run’s tip when the batch began first.',
      resolve: ({ data }) => data.startCommit,
    }),
  }),
})
