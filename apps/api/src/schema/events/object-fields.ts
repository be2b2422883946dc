import type { RunEvent } from '@coppice/engine'
import type { FieldBuilder } from '../builder.ts'

type Of<Data> = RunEvent & { data: Data }

/** The fields of events that return an object in its present state. Prisma joins the lookups of a page of events into one query. */
const OBJECTS = {
  task: (t: FieldBuilder<RunEvent>) =>
    t.prismaField({
      type: 'RunTask',
      resolve: (query, event, _args, { prisma }) =>
        prisma.runTask.findUniqueOrThrow({
          ...query,
          where: { id: (event as Of<{ runTaskId: string }>).data.runTaskId },
        }),
    }),
  tasks: (t: FieldBuilder<RunEvent>) =>
    t.prismaField({
      type: ['RunTask'],
      resolve: (query, event, _args, { prisma }) => {
        const { runId, data } = event as Of<{ fromPosition: number; taskCount: number }>
        const position = { gte: data.fromPosition, lt: data.fromPosition + data.taskCount }
        return prisma.runTask.findMany({ ...query, where: { runId, position }, orderBy: { position: 'asc' } })
      },
    }),
  batch: (t: FieldBuilder<RunEvent>) =>
    t.prismaField({
      type: 'Batch',
      resolve: (query, event, _args, { prisma }) =>
        prisma.batch.findUniqueOrThrow({ ...query, where: { id: (event as Of<{ batchId: string }>).data.batchId } }),
    }),
  run: (t: FieldBuilder<RunEvent>) =>
    t.prismaField({
      type: 'Run',
      resolve: (query, { runId }, _args, { prisma }) =>
        prisma.run.findUniqueOrThrow({ ...query, where: { id: runId } }),
    }),
}

export function objectField(t: FieldBuilder<RunEvent>, name: string) {
  if (!(name in OBJECTS))
    throw new Error(`The event field ${name} has no definition. Add ${name} to OBJECTS in object-fields.ts.`)
  return OBJECTS[name as keyof typeof OBJECTS](t)
}
