import { RunActive } from '@coppice/engine/domain/refusals'
import { builder } from '../builder.ts'
import { ErrorInterface } from './error.ts'

builder.objectType(RunActive, {
  name: 'RunActiveError',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    run: t.prismaField({
      type: 'Run',
      resolve: (query, { runId }, _args, { prisma }) =>
        prisma.run.findUniqueOrThrow({ ...query, where: { id: runId } }),
    }),
  }),
})
