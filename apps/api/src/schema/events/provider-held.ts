import { builder } from '../builder.ts'
import { type EventOf, ProgressEvent } from './progress-event.ts'

builder.objectRef<EventOf<'ProviderHeld'>>('ProviderHeld').implement({
  description: 'No session of this provider starts before `until`.',
  interfaces: [ProgressEvent],
  fields: (t) => ({
    provider: t.string({ resolve: ({ data }) => data.provider }),
    until: t.field({ type: 'DateTime', resolve: ({ data }) => data.until }),
    reason: t.string({ nullable: true, resolve: ({ data }) => data.reason }),
  }),
})
