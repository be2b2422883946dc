import { InvalidInput, InvalidRepository, NotFound, RunActive } from '@coppice/engine/domain/refusals'
import { z } from 'zod'
import { builder } from '../builder.ts'
import { localId } from '../ids.ts'
import { nameOfFile } from './name-of-file.ts'
import { projectResult } from './results.ts'

const SetBaseBranchInput = builder.inputType('SetBaseBranchInput', {
  fields: (t) => ({ projectId: t.id({ required: true }), baseBranch: t.string({ required: true }) }),
  validate: z.looseObject({ baseBranch: nameOfFile(250) }),
})

builder.mutationField('setBaseBranch', (t) =>
  t.field({
    type: projectResult('SetBaseBranchSuccess'),
    description:
      'Sets the branch from which later runs of the project start, and to which they deliver. Refused while undelivered work waits for the present base branch.',
    authScopes: { role: 'ADMIN' },
    args: { input: t.arg({ type: SetBaseBranchInput, required: true }) },
    errors: { types: [NotFound, InvalidInput, InvalidRepository, RunActive], union: { name: 'SetBaseBranchResult' } },
    resolve: async (_root, { input }, { engine }) => {
      const { baseBranch } = input
      const { id } = await engine.setBaseBranch({ projectId: localId('Project', input.projectId), baseBranch })
      return { projectId: id }
    },
  }),
)
