import { NotFound } from '@coppice/engine/domain/refusals'
import { builder } from '../builder.ts'
import { expertiseEntryResult } from './results.ts'

const DeleteExpertiseInput = builder.inputType('DeleteExpertiseInput', {
  fields: (t) => ({ entryId: t.id({ required: true }) }),
})

builder.mutationField('deleteExpertise', (t) =>
  t.field({
    type: expertiseEntryResult('DeleteExpertiseSuccess'),
    description: 'Deletes an entry. Sessions do not learn it again.',
    authScopes: { role: 'OPERATOR' },
    args: { input: t.arg({ type: DeleteExpertiseInput, required: true }) },
    errors: { types: [NotFound], union: { name: 'DeleteExpertiseResult' } },
    resolve: (_root, { input }, { engine }) => engine.deleteExpertise({ entryId: String(input.entryId) }),
  }),
)
