import type { RunningAgentView } from '@coppice/engine'
import { builder } from '../builder.ts'

export const RunningAgentType = builder.objectRef<RunningAgentView>('RunningAgent').implement({
  fields: (t) => ({
    task: t.prismaField({
      type: 'RunTask',
      resolve: (query, { runTaskId }, _args, { prisma }) =>
        prisma.runTask.findUniqueOrThrow({ ...query, where: { id: runTaskId } }),
    }),
    session: t.prismaField({
      type: 'Session',
      resolve: (query, { sessionId }, _args, { prisma }) =>
        prisma.session.findUniqueOrThrow({ ...query, where: { id: sessionId } }),
    }),
    agent: t.exposeString('agent'),
    model: t.exposeString('model', { nullable: true }),
    worktreePath: t.exposeString('worktreePath'),
    startedAt: t.expose('startedAt', { type: 'DateTime' }),
    durationMs: t.float({ resolve: ({ startedAt }, _args, { clock }) => Math.max(0, clock.now() - startedAt) }),
    lastLine: t.exposeString('lastLine', { nullable: true }),
  }),
})
