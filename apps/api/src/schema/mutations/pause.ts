import { NotFound, RunNotActive } from '@coppice/engine/domain/refusals'
import { builder } from '../builder.ts'
import { localId } from '../ids.ts'
import { runResult } from './results.ts'

const PauseInput = builder.inputType('PauseInput', {
  fields: (t) => ({ runId: t.id({ required: true }) }),
})

builder.mutationField('pause', (t) =>
  t.field({
    type: runResult('PauseSuccess'),
    description: 'Pauses a run. Running agents finish and their work is merged. No other agent starts.',
    authScopes: { role: 'OPERATOR' },
    args: { input: t.arg({ type: PauseInput, required: true }) },
    errors: { types: [NotFound, RunNotActive], union: { name: 'PauseResult' } },
    resolve: async (_root, { input }, { engine }) => {
      const { id } = await engine.pause({ runId: localId('Run', input.runId) })
      return { runId: id }
    },
  }),
)
