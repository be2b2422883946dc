import { NotFound, RunNotActive } from '@coppice/engine/domain/refusals'
import { builder } from '../builder.ts'
import { localId } from '../ids.ts'

const CancelSuccess = builder.objectRef<{ runId: string; cancelledAgents: number }>('CancelSuccess').implement({
  fields: (t) => ({
    run: t.prismaField({
      type: 'Run',
      resolve: (query, { runId }, _args, { prisma }) =>
        prisma.run.findUniqueOrThrow({ ...query, where: { id: runId } }),
    }),
    cancelledAgents: t.exposeInt('cancelledAgents'),
  }),
})

const CancelInput = builder.inputType('CancelInput', { fields: (t) => ({ runId: t.id({ required: true }) }) })

builder.mutationField('cancel', (t) =>
  t.field({
    type: CancelSuccess,
    description: 'Cancels a run. No session starts after this mutation has returned.',
    authScopes: { role: 'OPERATOR' },
    args: { input: t.arg({ type: CancelInput, required: true }) },
    errors: { types: [NotFound, RunNotActive], union: { name: 'CancelResult' } },
    resolve: async (_root, { input }, { engine }) => {
      const { run, cancelledAgents } = await engine.cancel({ runId: localId('Run', input.runId) })
      return { runId: run.id, cancelledAgents }
    },
  }),
)
