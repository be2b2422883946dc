import type { AgentSignIn, ListedAgent } from '@coppice/engine'
import { builder } from '../builder.ts'

const AgentSignInEnum = builder.enumType('AgentSignIn', {
  description: 'Whether an agent is signed in at its provider. No provider is asked, so a key that was revoked counts.',
  values: ['NOT_NEEDED', 'SIGNED_IN', 'SIGNED_OUT'] as const,
})

const SIGN_INS = { 'not-needed': 'NOT_NEEDED', 'signed-in': 'SIGNED_IN', 'signed-out': 'SIGNED_OUT' } as const

const AgentSettingType = builder.objectRef<readonly [string, string]>('AgentSetting').implement({
  description: 'A setting of a plan file.',
  fields: (t) => ({
    key: t.string({ resolve: ([key]) => key }),
    value: t.string({ resolve: ([, value]) => value }),
  }),
})

const AgentChoiceType = builder.objectRef<ListedAgent>('AgentChoice').implement({
  description: 'An agent that a plan can name, as it is on this server.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'The name by which people choose it, such as `claude-code`.' }),
    kind: t.exposeString('kind', { description: 'The value of `agent` in a plan.' }),
    title: t.exposeString('title', { description: 'What it is, such as `Claude Code`.' }),
    version: t.exposeString('version', {
      nullable: true,
      description: 'The version of the program or library. It is null when Coppice does not choose it.',
    }),
    usable: t.boolean({
      description: 'Whether this server can start it.',
      resolve: ({ obstacle }) => obstacle === null,
    }),
    advice: t.exposeString('obstacle', {
      nullable: true,
      description: 'Why this server cannot start it, and what to do. It is null when the server can start it.',
    }),
    signIn: t.field({ type: AgentSignInEnum, resolve: ({ signIn }) => SIGN_INS[signIn.is] }),
    signedInBy: t.string({
      nullable: true,
      description:
        'The variable of the server or the file of the user that has the credentials. Their value is never read for this.',
      resolve: ({ signIn }) => byOf(signIn),
    }),
    note: t.exposeString('note', { nullable: true, description: 'What a person should know before the first start.' }),
    settings: t.field({
      type: [AgentSettingType],
      description: 'What a plan says in `defaults` to use it, in the order in which people write it.',
      resolve: ({ kind, settings }) => Object.entries({ agent: kind, ...settings }),
    }),
  }),
})

const byOf = (signIn: AgentSignIn): string | null => (signIn.is === 'signed-in' ? signIn.by : null)

builder.queryField('agents', (t) =>
  t.field({
    type: [AgentChoiceType],
    description: 'The agents that a plan can name, and whether this server can start them. No provider is asked.',
    resolve: (_root, _args, { engine }) => engine.read.agents(),
  }),
)
