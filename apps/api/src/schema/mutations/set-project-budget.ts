import { InvalidInput, NotFound } from '@coppice/engine/domain/refusals'
import { builder } from '../builder.ts'
import { localId } from '../ids.ts'
import { projectResult } from './results.ts'

const SetProjectBudgetInput = builder.inputType('SetProjectBudgetInput', {
  description:
    'In dollars. `budgetUsd`: what all runs of the project may cost together. `dayBudgetUsd`: what they may cost on one day (UTC). If a field is null, there is no such limit. If it is absent, the limit stays as it is.',
  fields: (t) => ({
    projectId: t.id({ required: true }),
    budgetUsd: t.float({ required: false }),
    dayBudgetUsd: t.float({ required: false }),
  }),
})

builder.mutationField('setProjectBudget', (t) =>
  t.field({
    type: projectResult('SetProjectBudgetSuccess'),
    description: 'Changes what a project may cost. A run that has paused because of a budget continues.',
    authScopes: { role: 'ADMIN' },
    args: { input: t.arg({ type: SetProjectBudgetInput, required: true }) },
    errors: { types: [NotFound, InvalidInput], union: { name: 'SetProjectBudgetResult' } },
    resolve: async (_root, { input }, { engine }) => {
      const { budgetUsd, dayBudgetUsd } = input
      const projectId = localId('Project', input.projectId)
      await engine.setProjectBudget({ projectId, budgetUsd, dayBudgetUsd })
      return { projectId }
    },
  }),
)
