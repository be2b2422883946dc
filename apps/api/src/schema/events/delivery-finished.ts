import { builder } from '../builder.ts'
import { DeliveryStatusEnum } from '../types/statuses.ts'
import { type EventOf, ProgressEvent } from './progress-event.ts'

builder.objectRef<EventOf<'DeliveryFinished'>>('DeliveryFinished').implement({
  description: 'Before RunFinished when a run delivers by itself; after it when a person delivers or undoes.',
  interfaces: [ProgressEvent],
  fields: (t) => ({
    deliveryStatus: t.field({ type: DeliveryStatusEnum, resolve: ({ data }) => data.deliveryStatus }),
    baseCommit: t.string({ nullable: true, resolve: ({ data }) => data.baseCommit }),
    reason: t.string({ nullable: true, resolve: ({ data }) => data.reason }),
  }),
})
