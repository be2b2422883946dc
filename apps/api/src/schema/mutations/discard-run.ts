import { NotFound, RunActive } from '@coppice/engine/domain/refusals'
import { builder } from '../builder.ts'
import { localId } from '../ids.ts'
import { runResult } from './results.ts'

const DiscardRunInput = builder.inputType('DiscardRunInput', {
  fields: (t) => ({ runId: t.id({ required: true }) }),
})

builder.mutationField('discardRun', (t) =>
  t.field({
    type: runResult('DiscardRunSuccess'),
    description:
      'Discards the undelivered work of a run. Later runs do not carry it in, and the tasks of the run count as not done.',
    authScopes: { role: 'OPERATOR' },
    args: { input: t.arg({ type: DiscardRunInput, required: true }) },
    errors: { types: [NotFound, RunActive], union: { name: 'DiscardRunResult' } },
    resolve: async (_root, { input }, { engine }) => {
      const { id } = await engine.discardRun({ runId: localId('Run', input.runId) })
      return { runId: id }
    },
  }),
)
