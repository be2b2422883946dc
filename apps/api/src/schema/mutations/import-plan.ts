import { CircularDependency, InvalidPlan, NotFound, RunActive } from '@coppice/engine/domain/refusals'
import { builder } from '../builder.ts'
import { localId } from '../ids.ts'
import { projectResult } from './results.ts'

const ImportPlanSuccess = projectResult('ImportPlanSuccess')

const ImportPlanInput = builder.inputType('ImportPlanInput', {
  description: '`source`: the text of a plan file (YAML or JSON).',
  fields: (t) => ({
    projectId: t.id({ required: true }),
    source: t.string({ required: true }),
  }),
})

builder.mutationField('importPlan', (t) =>
  t.field({
    type: ImportPlanSuccess,
    authScopes: { role: 'ADMIN' },
    args: { input: t.arg({ type: ImportPlanInput, required: true }) },
    errors: {
      types: [NotFound, InvalidPlan, CircularDependency, RunActive],
      union: { name: 'ImportPlanResult' },
    },
    resolve: async (_root, { input: { projectId, source } }, { engine }) => {
      const project = await engine.importPlan({ projectId: localId('Project', projectId), source })
      return { projectId: project.id }
    },
  }),
)
