import { InvalidRepository } from '@coppice/engine/domain/refusals'
import { builder } from '../builder.ts'
import { ErrorInterface } from './error.ts'

builder.objectType(InvalidRepository, {
  name: 'InvalidRepositoryError',
  interfaces: [ErrorInterface],
  fields: (t) => ({ path: t.exposeString('path') }),
})
