import { NotFound, RunActive } from '@coppice/engine/domain/refusals'
import { builder } from '../builder.ts'
import { localId } from '../ids.ts'
import { projectResult } from './results.ts'

const MarkTaskDoneInput = builder.inputType('MarkTaskDoneInput', {
  fields: (t) => ({ taskId: t.id({ required: true }) }),
})

builder.mutationField('markTaskDone', (t) =>
  t.field({
    type: projectResult('MarkTaskDoneSuccess'),
    description: 'Marks a task as done by hand. Later runs do not work on it.',
    authScopes: { role: 'OPERATOR' },
    args: { input: t.arg({ type: MarkTaskDoneInput, required: true }) },
    errors: { types: [NotFound, RunActive], union: { name: 'MarkTaskDoneResult' } },
    resolve: async (_root, { input }, { engine }) => {
      const { id } = await engine.markTaskDone({ taskId: localId('Task', input.taskId) })
      return { projectId: id }
    },
  }),
)
