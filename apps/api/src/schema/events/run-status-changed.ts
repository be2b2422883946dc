import { builder } from '../builder.ts'
import { RunStatusEnum } from '../types/statuses.ts'
import { type EventOf, ProgressEvent } from './progress-event.ts'

builder.objectRef<EventOf<'RunStatusChanged'>>('RunStatusChanged').implement({
  description: 'Paused, resumed, cancelling, or with other slots; with the reason.',
  interfaces: [ProgressEvent],
  fields: (t) => ({
    runStatus: t.field({ type: RunStatusEnum, resolve: ({ data }) => data.runStatus }),
    reason: t.string({ nullable: true, resolve: ({ data }) => data.reason }),
    maxConcurrency: t.int({
      nullable: true,
      description: 'The run’s slots from then on. Null in what an earlier version wrote.',
      resolve: ({ data }) => data.maxConcurrency,
    }),
  }),
})
