import type { DeliveryStatus } from '@coppice/engine'
import { builder } from '../builder.ts'
import { DeliveryStatusEnum } from './statuses.ts'

interface Delivery {
  deliveryStatus: string
  deliveryCommit: string | null
  deliveryReason: string | null
  deliveryAt: Date | null
  deliveryRequestedAt: Date | null
  deliveryTarget: string | null
}

export const DeliveryType = builder.objectRef<Delivery>('Delivery').implement({
  description:
    '`commit`: the new tip of the base branch. `reason`: why the delivery was refused, and how to get the work.',
  fields: (t) => ({
    status: t.field({
      type: DeliveryStatusEnum,
      resolve: ({ deliveryStatus }) => deliveryStatus as DeliveryStatus,
    }),
    commit: t.exposeString('deliveryCommit', { nullable: true }),
    reason: t.exposeString('deliveryReason', { nullable: true }),
    inProgress: t.boolean({
      description:
        'True from the request of a person, or from the start of an automatic delivery, until the outcome is known.',
      resolve: ({ deliveryRequestedAt, deliveryTarget }) => deliveryRequestedAt !== null || deliveryTarget !== null,
    }),
    at: t.expose('deliveryAt', { type: 'DateTime', nullable: true }),
  }),
})
