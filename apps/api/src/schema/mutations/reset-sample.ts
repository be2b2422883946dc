import { NotFound, RunActive } from '@coppice/engine/domain/refusals'
import { builder } from '../builder.ts'
import { projectResult } from './results.ts'

const ResetSampleSuccess = projectResult('ResetSampleSuccess')

builder.mutationField('resetSample', (t) =>
  t.field({
    type: ResetSampleSuccess,
    description:
      'Recreates the sample project from a fresh copy of its repository. The runs of the old copy are deleted.',
    authScopes: { role: 'OPERATOR' },
    errors: { types: [NotFound, RunActive], union: { name: 'ResetSampleResult' } },
    resolve: async (_root, _args, { engine }) => ({ projectId: (await engine.resetSample()).id }),
  }),
)
