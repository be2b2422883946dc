import type { FieldBuilder } from '../builder.ts'

/** `task`: the RunTask that the event is about, as it is now. Prisma joins the look-ups of a page of events into one query. */
export const taskLink = <Event extends { data: { runTaskId: string } }>(t: FieldBuilder<Event>) =>
  t.prismaField({
    type: 'RunTask',
    resolve: (query, { data }, _args, { prisma }) =>
      prisma.runTask.findUniqueOrThrow({ ...query, where: { id: data.runTaskId } }),
  })
