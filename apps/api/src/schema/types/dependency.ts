import type { DependencyKind } from '@coppice/engine'
import { builder } from '../builder.ts'
import { DependencyKindEnum } from './statuses.ts'

builder.prismaObject('TaskDependency', {
  name: 'Dependency',
  select: {},
  fields: (t) => ({
    task: t.relation('dependsOn'),
    kind: t.field({
      type: DependencyKindEnum,
      select: { kind: true },
      resolve: ({ kind }) => kind as DependencyKind,
    }),
  }),
})
