import type { TaskStatus } from '@coppice/engine'
import { builder } from '../builder.ts'
import { TaskStatusEnum } from './statuses.ts'

/** An entry of the field `failedTasks` of a run: a task that has ended but was not merged. */
export const FailedTask = builder.prismaObject('RunTask', {
  variant: 'FailedTask',
  select: { id: true },
  fields: (t) => ({
    task: t.variant('RunTask'),
    status: t.field({ type: TaskStatusEnum, select: { status: true }, resolve: ({ status }) => status as TaskStatus }),
    error: t.string({
      select: { status: true, statusReason: true },
      resolve: ({ status, statusReason }) => statusReason ?? `The task ended ${status}.`,
    }),
  }),
})
