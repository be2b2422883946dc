import { builder } from '../builder.ts'
import { localId } from '../ids.ts'
import { runResult } from './results.ts'
import { START_REFUSALS } from './start-refusals.ts'

const StartSequentialSuccess = runResult('StartSequentialSuccess')

const StartSequentialInput = builder.inputType('StartSequentialInput', {
  fields: (t) => ({ projectId: t.id({ required: true }) }),
})

builder.mutationField('startSequential', (t) =>
  t.field({
    type: StartSequentialSuccess,
    authScopes: { role: 'OPERATOR' },
    args: { input: t.arg({ type: StartSequentialInput, required: true }) },
    errors: { types: START_REFUSALS, union: { name: 'StartSequentialResult' } },
    resolve: async (_root, { input: { projectId } }, { engine }) => {
      const run = await engine.startSequential({ projectId: localId('Project', projectId) })
      return { runId: run.id }
    },
  }),
)
