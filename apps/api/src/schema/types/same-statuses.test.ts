import { isRunEnded, isTaskEnded, RUN_STATUSES, TASK_STATUSES } from '@coppice/engine/domain/statuses'
import * as clients from '@coppice/run-model'
import { expect, it } from 'vitest'

it('clients and the engine agree which statuses are final', () => {
  expect(RUN_STATUSES.filter(clients.isRunEnded)).toEqual(RUN_STATUSES.filter(isRunEnded))
  expect(TASK_STATUSES.filter(clients.isTaskEnded)).toEqual(TASK_STATUSES.filter(isTaskEnded))
})
