import { InvalidInput, NotFound } from '@coppice/engine/domain/refusals'
import { builder } from '../builder.ts'
import { projectResult } from './results.ts'

const RejectFollowUpInput = builder.inputType('RejectFollowUpInput', {
  fields: (t) => ({ followUpId: t.id({ required: true }) }),
})

builder.mutationField('rejectFollowUp', (t) =>
  t.field({
    type: projectResult('RejectFollowUpSuccess'),
    description: 'Rejects a task that an agent proposed.',
    authScopes: { role: 'ADMIN' },
    args: { input: t.arg({ type: RejectFollowUpInput, required: true }) },
    errors: { types: [NotFound, InvalidInput], union: { name: 'RejectFollowUpResult' } },
    resolve: async (_root, { input }, { engine, viewer }) => {
      const { id } = await engine.rejectFollowUp({ ...input, author: viewer.name })
      return { projectId: id }
    },
  }),
)
