import type { Refusal } from '@coppice/engine'
import { builder } from '../builder.ts'

/** The GraphQL interface of all refusals. Each class of refusals has a type that implements it. A mutation lists the types in its union. */
export const ErrorInterface = builder.interfaceRef<Refusal>('Error').implement({
  description:
    'An expected failure of a mutation. `code`: the name of the type in capitals, without `Error`, such as NOT_FOUND.',
  fields: (t) => ({
    message: t.exposeString('message'),
    code: t.exposeString('code'),
  }),
})
