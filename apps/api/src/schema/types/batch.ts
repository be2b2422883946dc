import type { BatchStatus } from '@coppice/engine'
import { builder } from '../builder.ts'
import { localId } from '../ids.ts'
import { NO_COST } from '../loading/costs.ts'
import { NO_TASKS, total } from '../loading/task-counts.ts'
import { pageSize } from '../plugins/forward-pages.ts'
import { elapsedMs } from './elapsed.ts'
import { RunTaskConnection } from './run-task.ts'
import { BatchStatusEnum } from './statuses.ts'

builder.prismaNode('Batch', {
  id: { field: 'id' },
  nullable: true,
  select: { id: true },
  fields: (t) => ({
    run: t.relation('run'),
    number: t.exposeInt('number'),
    status: t.field({
      type: BatchStatusEnum,
      select: { status: true },
      resolve: ({ status }) => status as BatchStatus,
    }),
    tasks: t.relatedConnection(
      'tasks',
      {
        cursor: 'id',
        totalCount: true,
        description: 'The tasks of the batch, in plan order.',
        query: { orderBy: { position: 'asc' } },
        ...pageSize(200),
      },
      RunTaskConnection,
    ),
    total: t.int({
      resolve: async ({ id }, _args, { loaders }) => total((await loaders.tasksOfBatch(id)) ?? NO_TASKS),
    }),
    completed: t.int({
      resolve: async ({ id }, _args, { loaders }) => (await loaders.tasksOfBatch(id))?.COMPLETED ?? 0,
    }),
    failed: t.int({
      description: 'The number of tasks that ended FAILED or CONFLICT.',
      resolve: async ({ id }, _args, { loaders }) => {
        const counts = (await loaders.tasksOfBatch(id)) ?? NO_TASKS
        return counts.FAILED + counts.CONFLICT
      },
    }),
    skipped: t.int({ resolve: async ({ id }, _args, { loaders }) => (await loaders.tasksOfBatch(id))?.SKIPPED ?? 0 }),
    cancelled: t.int({
      resolve: async ({ id }, _args, { loaders }) => (await loaders.tasksOfBatch(id))?.CANCELLED ?? 0,
    }),
    startCommit: t.exposeString('startCommit', {
      nullable: true,
      description: 'The tip of the run’s branch when the batch began. First attempts start from it.',
    }),
    startedAt: t.expose('startedAt', { type: 'DateTime', nullable: true }),
    finishedAt: t.expose('finishedAt', { type: 'DateTime', nullable: true }),
    durationMs: t.float({
      nullable: true,
      select: { startedAt: true, finishedAt: true },
      resolve: ({ startedAt, finishedAt }, _args, { clock }) => elapsedMs(startedAt, finishedAt, clock.now()),
    }),
    costUsd: t.float({
      resolve: async ({ id }, _args, { loaders }) => ((await loaders.costOfBatch(id)) ?? NO_COST).usd,
    }),
  }),
})

builder.queryField('batches', (t) =>
  t.prismaField({
    type: ['Batch'],
    nullable: true,
    description: 'It is null when the run does not exist.',
    args: { runId: t.arg.id({ required: true }) },
    resolve: async (query, _root, args, { prisma }) => {
      const batches = await prisma.batch.findMany({
        ...query,
        where: { runId: localId('Run', args.runId) },
        orderBy: { number: 'asc' },
      })
      // Every run has a batch, so an empty list means that the run does not exist.
      return batches.length > 0 ? batches : null
    },
  }),
)

builder.queryField('batch', (t) =>
  t.prismaField({
    type: 'Batch',
    nullable: true,
    args: { runId: t.arg.id({ required: true }), number: t.arg.int({ required: true }) },
    resolve: (query, _root, { runId, number }, { prisma }) =>
      prisma.batch.findUnique({ ...query, where: { runId_number: { runId: localId('Run', runId), number } } }),
  }),
)
