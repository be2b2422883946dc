import { NotFound, TaskNotActive } from '@coppice/engine/domain/refusals'
import { builder } from '../builder.ts'
import { localId } from '../ids.ts'
import { runTaskResult } from './results.ts'

const CancelTaskInput = builder.inputType('CancelTaskInput', {
  fields: (t) => ({ runTaskId: t.id({ required: true }) }),
})

builder.mutationField('cancelTask', (t) =>
  t.field({
    type: runTaskResult('CancelTaskSuccess'),
    description: 'Cancels one task: its agent is asked to end. The work of the agent stays on the branch of the task.',
    authScopes: { role: 'OPERATOR' },
    args: { input: t.arg({ type: CancelTaskInput, required: true }) },
    errors: { types: [NotFound, TaskNotActive], union: { name: 'CancelTaskResult' } },
    resolve: async (_root, { input }, { engine }) => {
      const { id } = await engine.cancelTask({ runTaskId: localId('RunTask', input.runTaskId) })
      return { runTaskId: id }
    },
  }),
)
