import { DeliveryRefused, NotFound } from '@coppice/engine/domain/refusals'
import { builder } from '../builder.ts'
import { localId } from '../ids.ts'
import { runResult } from './results.ts'

const UndoDeliveryInput = builder.inputType('UndoDeliveryInput', {
  fields: (t) => ({ runId: t.id({ required: true }) }),
})

builder.mutationField('undoDelivery', (t) =>
  t.field({
    type: runResult('UndoDeliverySuccess'),
    description:
      'Takes back the delivered work of a run. The base branch moves back, or gets a commit that reverts the work when something came after it. The tasks of the run are then not done. Returns at once; the outcome is a DeliveryFinished event: UNDONE, or DELIVERED with the reason why it was not undone. DeliveryRefusedError is returned only for reasons that are known at once.',
    authScopes: { role: 'OPERATOR' },
    args: { input: t.arg({ type: UndoDeliveryInput, required: true }) },
    errors: { types: [NotFound, DeliveryRefused], union: { name: 'UndoDeliveryResult' } },
    resolve: async (_root, { input }, { engine }) => {
      const { id } = await engine.undoDelivery({ runId: localId('Run', input.runId) })
      return { runId: id }
    },
  }),
)
