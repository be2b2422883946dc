import type { RunEvent } from '@coppice/engine'
import { builder } from '../builder.ts'
import { globalId } from '../ids.ts'

/** The fields of an event never change, except that `task`, `batch` and `run` return these objects in their present state. */
export const ProgressEvent = builder.interfaceRef<RunEvent>('ProgressEvent').implement({
  description: 'A durable, numbered fact about a run.',
  resolveType: ({ type }) => type,
  fields: (t) => ({
    sequence: t.exposeInt('sequence'),
    at: t.expose('at', { type: 'DateTime' }),
    runId: t.id({ resolve: ({ runId }) => globalId('Run', runId) }),
  }),
})
