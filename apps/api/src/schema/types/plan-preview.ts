import type { EngineReads, TaskRecord } from '@coppice/engine'
import { builder, LARGEST_PAGE } from '../builder.ts'

type Preview = Awaited<ReturnType<EngineReads['planPreview']>>

interface PlannedBatch {
  number: number
  taskIds: readonly string[]
}

const PlannedBatchType = builder.objectRef<PlannedBatch>('PlannedBatch').implement({
  fields: (t) => ({
    number: t.exposeInt('number'),
    total: t.int({ resolve: ({ taskIds }) => taskIds.length }),
    tasks: t.prismaField({
      type: ['Task'],
      description: 'The tasks of the batch, in plan order.',
      args: { first: t.arg.int({ required: true, defaultValue: LARGEST_PAGE }) },
      // Prisma joins the `findUnique` calls of all batches into one query, because all calls are made in one turn of the event loop.
      resolve: (query, { taskIds }, { first }, { prisma }) =>
        Promise.all(taskIds.slice(0, first).map((id) => prisma.task.findUniqueOrThrow({ ...query, where: { id } }))),
    }),
  }),
})

export const PlanPreviewType = builder.objectRef<Preview>('PlanPreview').implement({
  fields: (t) => ({
    batches: t.field({ type: [PlannedBatchType], resolve: plannedBatches }),
    criticalPath: t.prismaField({
      type: ['Task'],
      resolve: (query, { criticalPath }, _args, { prisma }) =>
        Promise.all(criticalPath.map(({ id }) => prisma.task.findUniqueOrThrow({ ...query, where: { id } }))),
    }),
    unsetVariables: t.exposeStringList('unsetVariables', {
      description:
        'Variables that are in the plan’s `env` but not in the server’s environment. Agents would start without them.',
    }),
    totalTasks: t.int({ resolve: ({ tasks }) => tasks.length }),
    mermaid: t.string({
      description: 'The dependency graph of the incomplete tasks, as a Mermaid flowchart.',
      resolve: ({ mermaid }) => mermaid(),
    }),
  }),
})

function plannedBatches({ batches, tasks }: Preview): PlannedBatch[] {
  const idByKey = new Map(tasks.map(({ key, id }: TaskRecord) => [key, id]))
  return batches.map(({ number, keys }) => ({
    number,
    taskIds: keys.map((key) => idByKey.get(key)).filter((id) => id !== undefined),
  }))
}
