import type { Role } from '@coppice/engine/domain/statuses'
import { builder } from '../builder.ts'
import { RoleEnum } from './statuses.ts'

builder.prismaNode('AccessToken', {
  id: { field: 'id' },
  nullable: true,
  description: 'A token that gives a client access. Only its hash is stored.',
  // This also restricts access through `node`.
  authScopes: { role: 'ADMIN' },
  select: { id: true },
  fields: (t) => ({
    name: t.exposeString('name'),
    role: t.field({ type: RoleEnum, select: { role: true }, resolve: ({ role }) => role as Role }),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', nullable: true }),
    lastUsedAt: t.expose('lastUsedAt', { type: 'DateTime', nullable: true, description: 'Accurate to the minute.' }),
    revokedAt: t.expose('revokedAt', { type: 'DateTime', nullable: true }),
  }),
})

builder.queryField('accessTokens', (t) =>
  t.prismaField({
    type: ['AccessToken'],
    description: 'All tokens, newest first, including revoked and expired tokens. At most 1,000.',
    authScopes: { role: 'ADMIN' },
    resolve: (query, _root, _args, { prisma }) =>
      prisma.accessToken.findMany({ ...query, orderBy: [{ createdAt: 'desc' }, { id: 'asc' }], take: MOST_TOKENS }),
  }),
)

/** The most tokens in the list (R4). Older tokens are available by their id. */
const MOST_TOKENS = 1_000
