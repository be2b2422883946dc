import { NotFound, RunActive } from '@coppice/engine/domain/refusals'
import { builder } from '../builder.ts'
import { projectResult } from './results.ts'

const ResetSampleSuccess = projectResult('ResetSampleSuccess')

builder.mutationField('resetSample', (t) =>
  t.field({
    type: ResetSampleSuccess,
    description:
      'Deletes a sample project with its runs, and creates it again with a new copy of its repository. `name` is the name of the project; by default it is the first sample.',
    args: { name: t.arg.string() },
    authScopes: { role: 'OPERATOR' },
    errors: { types: [NotFound, RunActive], union: { name: 'ResetSampleResult' } },
    resolve: async (_root, { name }, { engine }) => ({ projectId: (await engine.resetSample({ name })).id }),
  }),
)
