import { builder } from '../builder.ts'
import { localId, localTaskIds } from '../ids.ts'
import { IsolationEnum, StrategyEnum } from '../types/statuses.ts'
import { runResult } from './results.ts'
import { START_REFUSALS } from './start-refusals.ts'

const StartParallelSuccess = runResult('StartParallelSuccess')

const StartParallelInput = builder.inputType('StartParallelInput', {
  description:
    '`maxConcurrency`: the number of slots, 1 to 64. `taskIds`: the run has only these tasks and the incomplete tasks that they depend on. If it is absent, the run has all incomplete tasks. `budgetUsd`: what the run may cost, in dollars. When it is spent, the run pauses. Requests in flight may exceed it.',
  fields: (t) => ({
    projectId: t.id({ required: true }),
    maxConcurrency: t.int({ required: true, defaultValue: 3 }),
    strategy: t.field({ type: StrategyEnum, required: true, defaultValue: 'BATCHES' }),
    isolation: t.field({ type: IsolationEnum, required: true, defaultValue: 'TASK' }),
    taskIds: t.idList({ required: false }),
    budgetUsd: t.float({ required: false }),
  }),
})

builder.mutationField('startParallel', (t) =>
  t.field({
    type: StartParallelSuccess,
    authScopes: { role: 'OPERATOR' },
    args: { input: t.arg({ type: StartParallelInput, required: true }) },
    errors: { types: START_REFUSALS, union: { name: 'StartParallelResult' } },
    resolve: async (_root, { input: { projectId, taskIds, ...settings } }, { engine }) => {
      const run = await engine.startParallel({
        projectId: localId('Project', projectId),
        taskIds: localTaskIds(taskIds),
        ...settings,
      })
      return { runId: run.id }
    },
  }),
)
