import { InvalidInput, NotFound, RunNotActive } from '@coppice/engine/domain/refusals'
import { builder } from '../builder.ts'
import { localId } from '../ids.ts'
import { runResult } from './results.ts'

const SetMaxConcurrencyInput = builder.inputType('SetMaxConcurrencyInput', {
  fields: (t) => ({ runId: t.id({ required: true }), maxConcurrency: t.int({ required: true }) }),
})

builder.mutationField('setMaxConcurrency', (t) =>
  t.field({
    type: runResult('SetMaxConcurrencySuccess'),
    description: 'Sets the number of slots of an active run, 1 to 64. A lower number ends no running agent.',
    authScopes: { role: 'OPERATOR' },
    args: { input: t.arg({ type: SetMaxConcurrencyInput, required: true }) },
    errors: { types: [NotFound, InvalidInput, RunNotActive], union: { name: 'SetMaxConcurrencyResult' } },
    resolve: async (_root, { input }, { engine }) => {
      const { id } = await engine.setMaxConcurrency({
        runId: localId('Run', input.runId),
        maxConcurrency: input.maxConcurrency,
      })
      return { runId: id }
    },
  }),
)
