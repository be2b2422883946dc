import { builder } from '../builder.ts'
import { BatchStatusEnum } from '../types/statuses.ts'
import { costUsd } from './cost-usd.ts'
import { type EventOf, ProgressEvent } from './progress-event.ts'

builder.objectRef<EventOf<'BatchFinished'>>('BatchFinished').implement({
  interfaces: [ProgressEvent],
  fields: (t) => ({
    batchNumber: t.int({ resolve: ({ data }) => data.batchNumber }),
    batchStatus: t.field({ type: BatchStatusEnum, resolve: ({ data }) => data.batchStatus }),
    completed: t.int({ resolve: ({ data }) => data.completed }),
    failed: t.int({ resolve: ({ data }) => data.failed }),
    skipped: t.int({ resolve: ({ data }) => data.skipped }),
    cancelled: t.int({ resolve: ({ data }) => data.cancelled }),
    costUsd: costUsd(t),
    batch: t.prismaField({
      type: 'Batch',
      resolve: (query, { data }, _args, { prisma }) =>
        prisma.batch.findUniqueOrThrow({ ...query, where: { id: data.batchId } }),
    }),
  }),
})
