import { NotFound, TaskNotRetryable } from '@coppice/engine/domain/refusals'
import { builder } from '../builder.ts'
import { localId } from '../ids.ts'
import { runTaskResult } from './results.ts'

const RetryTaskInput = builder.inputType('RetryTaskInput', {
  fields: (t) => ({ runTaskId: t.id({ required: true }) }),
})

builder.mutationField('retryTask', (t) =>
  t.field({
    type: runTaskResult('RetryTaskSuccess'),
    description:
      'Only in an active run: the task and what was skipped because of it wait again. After a run has ended, start again: what is done stays done.',
    authScopes: { role: 'OPERATOR' },
    args: { input: t.arg({ type: RetryTaskInput, required: true }) },
    errors: { types: [NotFound, TaskNotRetryable], union: { name: 'RetryTaskResult' } },
    resolve: async (_root, { input }, { engine }) => {
      const { id } = await engine.retryTask({ runTaskId: localId('RunTask', input.runTaskId) })
      return { runTaskId: id }
    },
  }),
)
