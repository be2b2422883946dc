import { InvalidInput, NotFound, TaskNotRetryable } from '@coppice/engine/domain/refusals'
import { builder } from '../builder.ts'
import { localId } from '../ids.ts'
import { runTaskResult } from './results.ts'

const ResolveTaskInput = builder.inputType('ResolveTaskInput', {
  fields: (t) => ({
    runTaskId: t.id({ required: true }),
    commit: t.string({ required: true, description: 'The id of a commit in the repository, or a branch.' }),
  }),
})

builder.mutationField('resolveTask', (t) =>
  t.field({
    type: runTaskResult('ResolveTaskSuccess'),
    description:
      'Uses a commit that a person made as the work of a task that ended unmerged. An active run merges and verifies it now; the tasks that were skipped because of the task wait again. After a run has ended, the next run merges it first. If it conflicts or verify refuses it in an active run, the task ends again, and no agent starts.',
    authScopes: { role: 'OPERATOR' },
    args: { input: t.arg({ type: ResolveTaskInput, required: true }) },
    errors: { types: [NotFound, InvalidInput, TaskNotRetryable], union: { name: 'ResolveTaskResult' } },
    resolve: async (_root, { input: { runTaskId, commit } }, { engine }) => {
      const { id } = await engine.resolveTask({ runTaskId: localId('RunTask', runTaskId), commit })
      return { runTaskId: id }
    },
  }),
)
