import { signInPath } from '../../server/server-url.ts'
import { builder } from '../builder.ts'

const SignInLink = builder.objectRef<{ code: string; expiresAt: number }>('SignInLink').implement({
  fields: (t) => ({
    path: t.string({
      description: 'The path of the link. Append it to the address of this server. It is a secret.',
      resolve: ({ code }) => signInPath(code),
    }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime' }),
  }),
})

builder.mutationField('createSignInLink', (t) =>
  t.field({
    type: SignInLink,
    description:
      'Needs ADMIN. Creates a link that signs in to the console. It works once, within five minutes. The console session ends when the token that created the link ends.',
    authScopes: { role: 'ADMIN' },
    resolve: (_root, _args, { access, credential }) => access.issueSignInCode(credential),
  }),
)
