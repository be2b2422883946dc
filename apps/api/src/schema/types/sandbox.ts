import type { SandboxState } from '@coppice/engine'
import { builder } from '../builder.ts'

const SandboxType = builder.objectRef<SandboxState>('Sandbox').implement({
  description: 'The sandbox of this server, in which agents run if the plan says so.',
  fields: (t) => ({
    usable: t.boolean({
      description: 'Whether this server can confine agents.',
      resolve: (state) => state.is === 'usable',
    }),
    bubblewrap: t.string({
      nullable: true,
      description: 'The version of bubblewrap. It is null when agents cannot be confined.',
      resolve: (state) => (state.is === 'usable' ? state.bubblewrap : null),
    }),
    advice: t.string({
      nullable: true,
      description:
        'Why agents cannot be confined and what to do, or what a person should know. It is null when there is nothing to know.',
      resolve: (state) => (state.is === 'usable' ? state.note : state.why),
    }),
  }),
})

builder.queryField('sandbox', (t) =>
  t.field({
    type: SandboxType,
    description: 'Whether this server can confine agents in a sandbox.',
    resolve: (_root, _args, { engine }) => engine.read.sandbox(),
  }),
)
