import type { Refusal, TaskStatus } from '@coppice/engine'
import { builder } from '../builder.ts'
import { TaskStatusEnum } from '../types/statuses.ts'
import { ErrorInterface } from './error.ts'

/*
 * Members of `Error` that clients may name in their documents already: the contract has them, though no mutation of today
 * answers them. Each moves to a file of its own, with its class, together with the first mutation that does.
 */
const ofTask = (name: string) =>
  builder.objectRef<Refusal & { taskStatus: TaskStatus }>(name).implement({
    interfaces: [ErrorInterface],
    fields: (t) => ({ taskStatus: t.expose('taskStatus', { type: TaskStatusEnum }) }),
  })

ofTask('TaskNotActiveError')
ofTask('TaskNotRetryableError')
builder.objectRef<Refusal>('DeliveryRefusedError').implement({ interfaces: [ErrorInterface] })
