import { NotFound, RunNotActive } from '@coppice/engine/domain/refusals'
import { builder } from '../builder.ts'
import { localId } from '../ids.ts'
import { runResult } from './results.ts'

const ResumeInput = builder.inputType('ResumeInput', {
  fields: (t) => ({ runId: t.id({ required: true }) }),
})

builder.mutationField('resume', (t) =>
  t.field({
    type: runResult('ResumeSuccess'),
    description: 'Resumes a paused run. Waiting tasks may start again.',
    authScopes: { role: 'OPERATOR' },
    args: { input: t.arg({ type: ResumeInput, required: true }) },
    errors: { types: [NotFound, RunNotActive], union: { name: 'ResumeResult' } },
    resolve: async (_root, { input }, { engine }) => {
      const { id } = await engine.resume({ runId: localId('Run', input.runId) })
      return { runId: id }
    },
  }),
)
