import type { PlanChanges } from '@coppice/engine'
import { CircularDependency, InvalidPlan, NotFound, RunActive, SafeguardRemoved } from '@coppice/engine/domain/refusals'
import { builder } from '../builder.ts'
import { localId } from '../ids.ts'
import { PlanChangesType, SafeguardEnum } from '../types/plan-changes.ts'

const ImportPlanSuccess = builder
  .objectRef<{ projectId: string; changes: PlanChanges }>('ImportPlanSuccess')
  .implement({
    fields: (t) => ({
      project: t.prismaField({
        type: 'Project',
        resolve: (query, { projectId }, _args, { prisma }) =>
          prisma.project.findUniqueOrThrow({ ...query, where: { id: projectId } }),
      }),
      changes: t.expose('changes', { type: PlanChangesType }),
    }),
  })

const ImportPlanInput = builder.inputType('ImportPlanInput', {
  description: '`source`: the text of a plan file (YAML or JSON).',
  fields: (t) => ({
    projectId: t.id({ required: true }),
    source: t.string({ required: true }),
    dryRun: t.boolean({
      required: true,
      defaultValue: false,
      description: 'True to write nothing. `changes` then shows what an import would change.',
    }),
    mayRemove: t.field({
      type: [SafeguardEnum],
      required: true,
      defaultValue: [],
      description:
        'The safeguards of the project that this plan may remove. A plan that removes any other safeguard is refused.',
    }),
  }),
})

builder.mutationField('importPlan', (t) =>
  t.field({
    type: ImportPlanSuccess,
    authScopes: { role: 'ADMIN' },
    args: { input: t.arg({ type: ImportPlanInput, required: true }) },
    errors: {
      types: [NotFound, InvalidPlan, CircularDependency, SafeguardRemoved, RunActive],
      union: { name: 'ImportPlanResult' },
    },
    resolve: async (_root, { input: { projectId, ...input } }, { engine }) => {
      const { project, changes } = await engine.importPlan({ ...input, projectId: localId('Project', projectId) })
      return { projectId: project.id, changes }
    },
  }),
)
