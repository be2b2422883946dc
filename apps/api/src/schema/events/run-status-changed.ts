import { builder } from '../builder.ts'
import { RunStatusEnum } from '../types/statuses.ts'
import { type EventOf, ProgressEvent } from './progress-event.ts'

builder.objectRef<EventOf<'RunStatusChanged'>>('RunStatusChanged').implement({
  description: 'Paused, resumed, cancelling; with the reason.',
  interfaces: [ProgressEvent],
  fields: (t) => ({
    runStatus: t.field({ type: RunStatusEnum, resolve: ({ data }) => data.runStatus }),
    reason: t.string({ nullable: true, resolve: ({ data }) => data.reason }),
  }),
})
