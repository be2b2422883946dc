import { InvalidRepository, NotFound } from '@coppice/engine/domain/refusals'
import { builder } from '../builder.ts'
import { localId } from '../ids.ts'

const TrustedProgram = builder.objectRef<readonly [string, string]>('TrustedProgram').implement({
  description: 'A program that the config of the repository names and that git runs.',
  fields: (t) => ({
    key: t.string({ resolve: ([key]) => key }),
    value: t.string({ resolve: ([, value]) => value }),
  }),
})

const TrustProgramsSuccess = builder
  .objectRef<{ programs: readonly (readonly [string, string])[] }>('TrustProgramsSuccess')
  .implement({ fields: (t) => ({ programs: t.expose('programs', { type: [TrustedProgram] }) }) })

const TrustProgramsInput = builder.inputType('TrustProgramsInput', {
  fields: (t) => ({ projectId: t.id({ required: true }) }),
})

builder.mutationField('trustPrograms', (t) =>
  t.field({
    type: TrustProgramsSuccess,
    description:
      'From its next run on, the project trusts the filters, merge drivers and other programs that its repository names now.',
    authScopes: { role: 'ADMIN' },
    args: { input: t.arg({ type: TrustProgramsInput, required: true }) },
    errors: { types: [NotFound, InvalidRepository], union: { name: 'TrustProgramsResult' } },
    resolve: async (_root, { input }, { engine }) => {
      const { trustedPrograms } = await engine.trustPrograms({ projectId: localId('Project', input.projectId) })
      return { programs: Object.entries(trustedPrograms ?? {}) }
    },
  }),
)
