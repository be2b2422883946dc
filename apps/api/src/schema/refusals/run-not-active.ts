import { RunNotActive } from '@coppice/engine/domain/refusals'
import { builder } from '../builder.ts'
import { RunStatusEnum } from '../types/statuses.ts'
import { ErrorInterface } from './error.ts'

builder.objectType(RunNotActive, {
  name: 'RunNotActiveError',
  interfaces: [ErrorInterface],
  fields: (t) => ({ runStatus: t.expose('runStatus', { type: RunStatusEnum }) }),
})
