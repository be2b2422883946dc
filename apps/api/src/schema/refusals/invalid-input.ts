import { InvalidInput } from '@coppice/engine/domain/refusals'
import { builder } from '../builder.ts'
import { ErrorInterface } from './error.ts'

const InvalidField = builder.objectRef<InvalidInput['fields'][number]>('InvalidField').implement({
  fields: (t) => ({
    path: t.exposeString('path'),
    message: t.exposeString('message'),
  }),
})

builder.objectType(InvalidInput, {
  name: 'InvalidInputError',
  interfaces: [ErrorInterface],
  fields: (t) => ({ fields: t.expose('fields', { type: [InvalidField] }) }),
})
