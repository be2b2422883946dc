import { NotFound, RunActive } from '@coppice/engine/domain/refusals'
import { builder } from '../builder.ts'
import { projectResult } from './results.ts'

const ResetSampleSuccess = projectResult('ResetSampleSuccess')

builder.mutationField('resetSample', (t) =>
  t.field({
    type: ResetSampleSuccess,
    description: 'Deletes the sample project with its runs, and creates it again with a new copy of its repository.',
    authScopes: { role: 'OPERATOR' },
    errors: { types: [NotFound, RunActive], union: { name: 'ResetSampleResult' } },
    resolve: async (_root, _args, { engine }) => ({ projectId: (await engine.resetSample()).id }),
  }),
)
