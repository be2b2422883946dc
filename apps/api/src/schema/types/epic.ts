import { builder } from '../builder.ts'
import { connectionOf } from '../connection.ts'
import { pageSize } from '../plugins/forward-pages.ts'
import { TaskConnection } from './task.ts'

const EpicNode = builder.prismaNode('Epic', {
  id: { field: 'id' },
  nullable: true,
  select: { id: true },
  fields: (t) => ({
    key: t.exposeString('key'),
    name: t.exposeString('name'),
    priority: t.exposeInt('priority'),
    dependsOn: t.prismaField({
      type: ['Epic'],
      resolve: async (query, { id }, _args, { prisma }) => {
        const epic = await prisma.epic.findUniqueOrThrow({
          where: { id },
          select: { dependsOn: { select: { dependsOn: query }, orderBy: { dependsOn: { position: 'asc' } } } },
        })
        return epic.dependsOn.map(({ dependsOn }) => dependsOn)
      },
    }),
    tasks: t.relatedConnection(
      'tasks',
      {
        cursor: 'id',
        totalCount: true,
        query: { where: { archivedAt: null }, orderBy: { position: 'asc' } },
        ...pageSize(100),
      },
      TaskConnection,
    ),
  }),
})

export const EpicConnection = connectionOf(EpicNode, 'Epic')
