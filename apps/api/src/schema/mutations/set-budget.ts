import { InvalidInput, NotFound, RunNotActive } from '@coppice/engine/domain/refusals'
import { builder } from '../builder.ts'
import { localId } from '../ids.ts'
import { runResult } from './results.ts'

const SetBudgetInput = builder.inputType('SetBudgetInput', {
  description: '`budgetUsd`: what the run may cost, in dollars. If it is null or absent, there is no limit.',
  fields: (t) => ({ runId: t.id({ required: true }), budgetUsd: t.float({ required: false }) }),
})

builder.mutationField('setBudget', (t) =>
  t.field({
    type: runResult('SetBudgetSuccess'),
    description: 'Changes what an active run may cost. A run that has paused because of its budget continues.',
    authScopes: { role: 'ADMIN' },
    args: { input: t.arg({ type: SetBudgetInput, required: true }) },
    errors: { types: [NotFound, InvalidInput, RunNotActive], union: { name: 'SetBudgetResult' } },
    resolve: async (_root, { input }, { engine }) => {
      const { id } = await engine.setBudget({
        runId: localId('Run', input.runId),
        budgetUsd: input.budgetUsd ?? null,
      })
      return { runId: id }
    },
  }),
)
