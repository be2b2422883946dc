import { TaskNotActive } from '@coppice/engine/domain/refusals'
import { builder } from '../builder.ts'
import { TaskStatusEnum } from '../types/statuses.ts'
import { ErrorInterface } from './error.ts'

builder.objectType(TaskNotActive, {
  name: 'TaskNotActiveError',
  interfaces: [ErrorInterface],
  fields: (t) => ({ taskStatus: t.expose('taskStatus', { type: TaskStatusEnum }) }),
})
