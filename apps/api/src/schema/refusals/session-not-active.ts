import { SessionNotActive } from '@coppice/engine/domain/refusals'
import { builder } from '../builder.ts'
import { SessionStatusEnum } from '../types/statuses.ts'
import { ErrorInterface } from './error.ts'

builder.objectType(SessionNotActive, {
  name: 'SessionNotActiveError',
  interfaces: [ErrorInterface],
  fields: (t) => ({ sessionStatus: t.expose('sessionStatus', { type: SessionStatusEnum }) }),
})
