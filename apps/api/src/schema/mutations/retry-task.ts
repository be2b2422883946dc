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
      'Retries a task of an active run, and the tasks that were skipped because of it. After a run has ended, start a new run: done tasks stay done.',
    authScopes: { role: 'OPERATOR' },
    args: { input: t.arg({ type: RetryTaskInput, required: true }) },
    errors: { types: [NotFound, TaskNotRetryable], union: { name: 'RetryTaskResult' } },
    resolve: async (_root, { input }, { engine }) => {
      const { id } = await engine.retryTask({ runTaskId: localId('RunTask', input.runTaskId) })
      return { runTaskId: id }
    },
  }),
)
