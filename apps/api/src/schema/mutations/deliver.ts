import { DeliveryRefused, NotFound } from '@coppice/engine/domain/refusals'
import { builder } from '../builder.ts'
import { localId } from '../ids.ts'
import { runResult } from './results.ts'

const DeliverInput = builder.inputType('DeliverInput', { fields: (t) => ({ runId: t.id({ required: true }) }) })

builder.mutationField('deliver', (t) =>
  t.field({
    type: runResult('DeliverSuccess'),
    description:
      'Moves the base branch to the merged work of a run that was cancelled, that delivers by hand, or whose delivery was refused before. Returns at once; the outcome is a DeliveryFinished event. DeliveryRefusedError is returned only for reasons that are known at once.',
    authScopes: { role: 'OPERATOR' },
    args: { input: t.arg({ type: DeliverInput, required: true }) },
    errors: { types: [NotFound, DeliveryRefused], union: { name: 'DeliverResult' } },
    resolve: async (_root, { input }, { engine }) => {
      const { id } = await engine.deliver({ runId: localId('Run', input.runId) })
      return { runId: id }
    },
  }),
)
