import { SafeguardRemoved } from '@coppice/engine/domain/refusals'
import { builder } from '../builder.ts'
import { PlanChangesType, SafeguardEnum } from '../types/plan-changes.ts'
import { ErrorInterface } from './error.ts'

builder.objectType(SafeguardRemoved, {
  name: 'SafeguardRemovedError',
  description: 'Nothing was imported. To import the plan anyway, name the safeguards in `mayRemove`.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    safeguards: t.expose('safeguards', { type: [SafeguardEnum] }),
    changes: t.expose('changes', { type: PlanChangesType }),
  }),
})
