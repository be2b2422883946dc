import { InvalidInput, NotFound } from '@coppice/engine/domain/refusals'
import { builder } from '../builder.ts'
import { expertiseEntryResult } from './results.ts'

const EditExpertiseInput = builder.inputType('EditExpertiseInput', {
  fields: (t) => ({
    entryId: t.id({ required: true }),
    text: t.string({ description: 'When absent, the text stays.' }),
    pinned: t.boolean({ description: 'When absent, the pin stays.' }),
  }),
})

builder.mutationField('editExpertise', (t) =>
  t.field({
    type: expertiseEntryResult('EditExpertiseSuccess'),
    description: 'Changes the text of an entry, or pins it.',
    authScopes: { role: 'OPERATOR' },
    args: { input: t.arg({ type: EditExpertiseInput, required: true }) },
    errors: { types: [NotFound, InvalidInput], union: { name: 'EditExpertiseResult' } },
    resolve: (_root, { input: { entryId, text, pinned } }, { engine }) =>
      engine.editExpertise({ entryId: String(entryId), text, pinned }),
  }),
)
