import { builder } from '../builder.ts'
import { RunStatusEnum } from '../types/statuses.ts'
import { costUsd } from './cost-usd.ts'
import { type EventOf, ProgressEvent } from './progress-event.ts'

builder.objectRef<EventOf<'RunFinished'>>('RunFinished').implement({
  description: 'The last event, but for deliveries by hand.',
  interfaces: [ProgressEvent],
  fields: (t) => ({
    runStatus: t.field({ type: RunStatusEnum, resolve: ({ data }) => data.runStatus }),
    reason: t.string({ nullable: true, resolve: ({ data }) => data.reason }),
    completedTasks: t.int({ resolve: ({ data }) => data.completedTasks }),
    failedTasks: t.int({ resolve: ({ data }) => data.failedTasks }),
    costUsd: costUsd(t),
    deliveryReason: t.string({
      nullable: true,
      description: 'Why the delivery is still PENDING.',
      resolve: ({ data }) => data.deliveryReason,
    }),
    run: t.prismaField({
      type: 'Run',
      resolve: (query, { runId }, _args, { prisma }) =>
        prisma.run.findUniqueOrThrow({ ...query, where: { id: runId } }),
    }),
  }),
})
