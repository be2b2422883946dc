import { NotFound, RunActive } from '@coppice/engine/domain/refusals'
import { builder } from '../builder.ts'
import { localId } from '../ids.ts'
import { projectResult } from './results.ts'

const DropTaskInput = builder.inputType('DropTaskInput', {
  fields: (t) => ({ taskId: t.id({ required: true }) }),
})

builder.mutationField('dropTask', (t) =>
  t.field({
    type: projectResult('DropTaskSuccess'),
    description: 'Removes a task from the plan and deletes its kept work.',
    authScopes: { role: 'OPERATOR' },
    args: { input: t.arg({ type: DropTaskInput, required: true }) },
    errors: { types: [NotFound, RunActive], union: { name: 'DropTaskResult' } },
    resolve: async (_root, { input }, { engine }) => {
      const { id } = await engine.dropTask({ taskId: localId('Task', input.taskId) })
      return { projectId: id }
    },
  }),
)
