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
    '`commit`: the new tip of the base branch. `reason`: why the delivery was refused, and how to take the work.',
  fields: (t) => ({
    status: t.field({
      type: DeliveryStatusEnum,
      resolve: ({ deliveryStatus }) => deliveryStatus as DeliveryStatus,
    }),
    commit: t.exposeString('deliveryCommit', { nullable: true }),
    reason: t.exposeString('deliveryReason', { nullable: true }),
    inProgress: t.boolean({
      description: 'The delivery is running, or a person asked for it and its outcome is not known yet.',
      resolve: ({ deliveryRequestedAt, deliveryTarget }) => deliveryRequestedAt !== null || deliveryTarget !== null,
    }),
    at: t.expose('deliveryAt', { type: 'DateTime', nullable: true }),
  }),
})
