import type { Refusal } from '@coppice/engine'
import { builder } from '../builder.ts'

/** A refusal of the engine as data. Each class has one type, in its own file. A mutation lists the types that it may return. */
export const ErrorInterface = builder.interfaceRef<Refusal>('Error').implement({
  description: '`code`: the name of the type in capitals, without `Error`: NOT_FOUND, INVALID_INPUT …',
  fields: (t) => ({
    message: t.exposeString('message'),
    code: t.exposeString('code'),
  }),
})
