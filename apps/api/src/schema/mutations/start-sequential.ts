import { builder } from '../builder.ts'
import { localId, localTaskIds } from '../ids.ts'
import { runResult } from './results.ts'
import { START_REFUSALS } from './start-refusals.ts'

const StartSequentialSuccess = runResult('StartSequentialSuccess')

const StartSequentialInput = builder.inputType('StartSequentialInput', {
  fields: (t) => ({
    projectId: t.id({ required: true }),
    taskIds: t.idList({ required: false }),
    budgetUsd: t.float({ required: false }),
  }),
})

builder.mutationField('startSequential', (t) =>
  t.field({
    type: StartSequentialSuccess,
    authScopes: { role: 'OPERATOR' },
    args: { input: t.arg({ type: StartSequentialInput, required: true }) },
    errors: { types: START_REFUSALS, union: { name: 'StartSequentialResult' } },
    resolve: async (_root, { input: { projectId, taskIds, budgetUsd } }, { engine }) => {
      const run = await engine.startSequential({
        projectId: localId('Project', projectId),
        taskIds: localTaskIds(taskIds),
        budgetUsd,
      })
      return { runId: run.id }
    },
  }),
)
