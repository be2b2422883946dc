import { CircularDependency } from '@coppice/engine/domain/refusals'
import { builder } from '../builder.ts'
import { ErrorInterface } from './error.ts'

builder.objectType(CircularDependency, {
  name: 'CircularDependencyError',
  description: '`cycles`: task keys in order; the first is not repeated.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    cycles: t.field({ type: t.listRef(t.listRef('String')), resolve: ({ cycles }) => cycles }),
  }),
})
