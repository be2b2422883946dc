import type { TaskStatus } from '@coppice/engine'
import { builder } from '../builder.ts'
import { TaskStatusEnum } from './statuses.ts'

/** An entry in the list of the tasks of a run that ended without being merged. */
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
