import { builder } from '../builder.ts'
import { connectionOf } from '../connection.ts'
import { localId } from '../ids.ts'
import { DurationEstimateType } from './forecast.ts'
import { ModelChoiceType } from './model-choice.ts'

const TaskNode = builder.prismaNode('Task', {
  description: 'A task of the plan. A RunTask is this task in one run.',
  id: { field: 'id' },
  nullable: true,
  select: { id: true },
  fields: (t) => ({
    key: t.exposeString('key'),
    description: t.exposeString('description'),
    action: t.exposeString('action', { nullable: true }),
    priority: t.exposeInt('priority'),
    done: t.boolean({
      description: 'True if the work of the task is in the commit from which the next run starts.',
      select: { key: true, projectId: true },
      resolve: async ({ key, projectId }, _args, { loaders }) =>
        (await loaders.doneTasks(projectId))?.has(key) ?? false,
    }),
    estimate: t.field({
      type: DurationEstimateType,
      description: 'How long the task would use a slot, in all its attempts and conflict sessions together.',
      select: { id: true, projectId: true },
      resolve: async ({ id, projectId }, _args, { loaders }) => {
        const estimate = (await loaders.taskEstimates(projectId))?.get(id)
        if (!estimate) throw new Error(`the estimates of the plan do not include the task ${id}`)
        return estimate
      },
    }),
    modelChoice: t.field({
      type: ModelChoiceType,
      nullable: true,
      description: 'The model for the first attempt, as a run that starts now would choose it, and why.',
      select: { id: true, projectId: true },
      resolve: async ({ id, projectId }, _args, { loaders }) =>
        (await loaders.modelChoices(projectId))?.get(id) ?? null,
    }),
    epic: t.relation('epic'),
    dependsOn: t.relation('dependsOn', { query: { orderBy: { dependsOn: { position: 'asc' } } } }),
    latest: t.prismaField({
      type: 'RunTask',
      nullable: true,
      description: 'The task in the latest run that contained it.',
      resolve: async (query, task, _args, { prisma, loaders }) => {
        const id = await loaders.latestRunTask(task.id)
        return id === undefined ? null : prisma.runTask.findUnique({ ...query, where: { id } })
      },
    }),
  }),
})

export const TaskConnection = connectionOf(TaskNode, 'Task')

builder.queryField('task', (t) =>
  t.prismaField({
    type: 'Task',
    nullable: true,
    args: { id: t.arg.id({ required: true }) },
    resolve: (query, _root, { id }, { prisma }) =>
      prisma.task.findUnique({ ...query, where: { id: localId('Task', id) } }),
  }),
)
