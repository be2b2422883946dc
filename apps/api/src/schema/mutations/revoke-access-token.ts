import { NotFound } from '@coppice/engine/domain/refusals'
import { builder } from '../builder.ts'
import { localId } from '../ids.ts'

const RevokeAccessTokenSuccess = builder.objectRef<{ id: string }>('RevokeAccessTokenSuccess').implement({
  fields: (t) => ({
    accessToken: t.prismaField({
      type: 'AccessToken',
      resolve: (query, { id }, _args, { prisma }) => prisma.accessToken.findUniqueOrThrow({ ...query, where: { id } }),
    }),
  }),
})

const RevokeAccessTokenInput = builder.inputType('RevokeAccessTokenInput', {
  fields: (t) => ({ accessTokenId: t.id({ required: true }) }),
})

builder.mutationField('revokeAccessToken', (t) =>
  t.field({
    type: RevokeAccessTokenSuccess,
    description: 'Needs ADMIN. Revokes an access token. Its subscriptions and console sessions end within two seconds.',
    authScopes: { role: 'ADMIN' },
    args: { input: t.arg({ type: RevokeAccessTokenInput, required: true }) },
    errors: { types: [NotFound], union: { name: 'RevokeAccessTokenResult' } },
    resolve: async (_root, { input }, { access }) => {
      const id = localId('AccessToken', input.accessTokenId)
      await access.revokeToken(id)
      return { id }
    },
  }),
)
