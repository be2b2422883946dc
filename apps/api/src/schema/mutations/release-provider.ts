import { NotFound, RunNotActive } from '@coppice/engine/domain/refusals'
import { builder } from '../builder.ts'
import { localId } from '../ids.ts'

const ReleaseProviderSuccess = builder
  .objectRef<{ runId: string; providers: readonly string[] }>('ReleaseProviderSuccess')
  .implement({
    fields: (t) => ({
      run: t.prismaField({
        type: 'Run',
        resolve: (query, { runId }, _args, { prisma }) =>
          prisma.run.findUniqueOrThrow({ ...query, where: { id: runId } }),
      }),
      providers: t.stringList({
        description: 'The providers whose holds ended. The list is empty when none of them was on hold.',
        resolve: ({ providers }) => [...providers],
      }),
    }),
  })

const ReleaseProviderInput = builder.inputType('ReleaseProviderInput', {
  description: '`provider`: its hold ends. If it is null or absent, all holds end for which the run waits.',
  fields: (t) => ({ runId: t.id({ required: true }), provider: t.string({ required: false }) }),
})

builder.mutationField('releaseProvider', (t) =>
  t.field({
    type: ReleaseProviderSuccess,
    description:
      'Ends the hold of a provider before its time, for all runs, for example after its limit was raised. If the provider reports its limit again, it is on hold again, and this uses up no attempt.',
    authScopes: { role: 'OPERATOR' },
    args: { input: t.arg({ type: ReleaseProviderInput, required: true }) },
    errors: { types: [NotFound, RunNotActive], union: { name: 'ReleaseProviderResult' } },
    resolve: async (_root, { input: { runId, provider } }, { engine, viewer }) => {
      const wish = { runId: localId('Run', runId), provider: provider ?? null, author: viewer.name }
      const released = await engine.releaseProvider(wish)
      return { runId: released.run.id, providers: released.providers }
    },
  }),
)
