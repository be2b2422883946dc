import type { PlanDependency } from '@coppice/engine'
import { builder } from '../builder.ts'
import { DependencyKindEnum } from './statuses.ts'

export const RunTaskDependency = builder.objectRef<PlanDependency>('RunTaskDependency').implement({
  fields: (t) => ({
    key: t.exposeString('key'),
    kind: t.expose('kind', { type: DependencyKindEnum }),
  }),
})
