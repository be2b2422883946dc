import { CircularDependency, InvalidInput, NotFound, RunActive } from '@coppice/engine/domain/refusals'
import { builder } from '../builder.ts'

const AcceptFollowUpSuccess = builder
  .objectRef<{ projectId: string; taskKey: string }>('AcceptFollowUpSuccess')
  .implement({
    fields: (t) => ({
      project: t.prismaField({
        type: 'Project',
        resolve: (query, { projectId }, _args, { prisma }) =>
          prisma.project.findUniqueOrThrow({ ...query, where: { id: projectId } }),
      }),
      taskKey: t.exposeString('taskKey', { description: 'The key of the new task.' }),
    }),
  })

const AcceptFollowUpInput = builder.inputType('AcceptFollowUpInput', {
  fields: (t) => ({
    followUpId: t.id({ required: true }),
    epicKey: t.string({ description: 'Another epic than the proposal names.' }),
    dependsOn: t.stringList({ description: 'Keys of tasks, in place of those that the proposal names.' }),
  }),
})

builder.mutationField('acceptFollowUp', (t) =>
  t.field({
    type: AcceptFollowUpSuccess,
    description: 'Adds a task that an agent proposed to the plan. The next run carries it out.',
    authScopes: { role: 'ADMIN' },
    args: { input: t.arg({ type: AcceptFollowUpInput, required: true }) },
    errors: {
      types: [NotFound, InvalidInput, CircularDependency, RunActive],
      union: { name: 'AcceptFollowUpResult' },
    },
    resolve: async (_root, { input }, { engine, viewer }) => {
      const { project, taskKey } = await engine.acceptFollowUp({ ...input, author: viewer.name })
      return { projectId: project.id, taskKey }
    },
  }),
)
