import { signInPath } from '../../server/server-url.ts'
import { builder } from '../builder.ts'

const SignInLink = builder.objectRef<{ code: string; expiresAt: number }>('SignInLink').implement({
  fields: (t) => ({
    path: t.string({
      description: 'Append it to the address of this server. It is a secret.',
      resolve: ({ code }) => signInPath(code),
    }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime' }),
  }),
})

builder.mutationField('createSignInLink', (t) =>
  t.field({
    type: SignInLink,
    description:
      'Needs ADMIN. The link opens the console signed in. It works once, within five minutes. The session ends with the token that asked for the link.',
    authScopes: { role: 'ADMIN' },
    resolve: (_root, _args, { access, credential }) => access.issueSignInCode(credential),
  }),
)
