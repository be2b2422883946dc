import type { Viewer } from '../../access/credential.ts'
import { builder } from '../builder.ts'
import { RoleEnum } from './statuses.ts'

const ViewerType = builder.objectRef<Viewer>('Viewer').implement({
  fields: (t) => ({
    name: t.exposeString('name'),
    role: t.expose('role', { type: RoleEnum }),
  }),
})

builder.queryField('viewer', (t) => t.field({ type: ViewerType, resolve: (_root, _args, { viewer }) => viewer }))
