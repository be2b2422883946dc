import { oneLine } from '@coppice/engine/domain/naming'
import { InvalidInput, NameTaken } from '@coppice/engine/domain/refusals'
import { z } from 'zod'
import { builder } from '../builder.ts'
import { RoleEnum } from '../types/statuses.ts'

const LONGEST_NAME = 100

const CreateAccessTokenSuccess = builder
  .objectRef<{ id: string; secret: string }>('CreateAccessTokenSuccess')
  .implement({
    fields: (t) => ({
      accessToken: t.prismaField({
        type: 'AccessToken',
        resolve: (query, { id }, _args, { prisma }) =>
          prisma.accessToken.findUniqueOrThrow({ ...query, where: { id } }),
      }),
      token: t.exposeString('secret', { description: 'The token. It cannot be read later.' }),
    }),
  })

const CreateAccessTokenInput = builder.inputType('CreateAccessTokenInput', {
  fields: (t) => ({
    name: t.string({ required: true }),
    role: t.field({ type: RoleEnum, required: true }),
    expiresAt: t.field({ type: 'DateTime' }),
  }),
  validate: z.looseObject({
    name: z
      .string()
      .trim()
      .min(1, 'A token needs a name.')
      .max(LONGEST_NAME, `A name has at most ${LONGEST_NAME} characters.`)
      .refine((name) => oneLine(name) === name, 'A name must not contain line breaks or control characters.'),
  }),
})

builder.mutationField('createAccessToken', (t) =>
  t.field({
    type: CreateAccessTokenSuccess,
    description: 'Needs ADMIN. Creates an access token. Only this response contains the token itself.',
    authScopes: { role: 'ADMIN' },
    args: { input: t.arg({ type: CreateAccessTokenInput, required: true }) },
    errors: { types: [InvalidInput, NameTaken], union: { name: 'CreateAccessTokenResult' } },
    resolve: async (_root, { input: { name, role, expiresAt = null } }, { access, clock }) => {
      if (expiresAt !== null && expiresAt.getTime() <= clock.now())
        throw new InvalidInput([{ path: 'expiresAt', message: 'This time is in the past.' }])
      return access.createToken({ name: name.trim(), role, expiresAt })
    },
  }),
)
