import { CircularDependency } from '@coppice/engine/domain/refusals'
import { builder } from '../builder.ts'
import { ErrorInterface } from './error.ts'

builder.objectType(CircularDependency, {
  name: 'CircularDependencyError',
  description: '`cycles`: for each cycle, its task keys in order. The first key is not repeated at the end.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    cycles: t.field({ type: t.listRef(t.listRef('String')), resolve: ({ cycles }) => cycles }),
  }),
})
