import type { ImportedExpertise } from '@coppice/engine'
import { InvalidInput, NotFound } from '@coppice/engine/domain/refusals'
import { builder } from '../builder.ts'
import { localId } from '../ids.ts'

const ImportExpertiseInput = builder.inputType('ImportExpertiseInput', {
  fields: (t) => ({
    projectId: t.id({ required: true }),
    source: t.string({ required: true, description: 'Markdown as `expertiseMarkdown` of the project.' }),
  }),
})

const ImportExpertiseSuccess = builder.objectRef<ImportedExpertise>('ImportExpertiseSuccess').implement({
  fields: (t) => ({
    project: t.prismaField({
      type: 'Project',
      resolve: (query, { id }, _args, { prisma }) => prisma.project.findUniqueOrThrow({ ...query, where: { id } }),
    }),
    added: t.exposeInt('added', { description: 'The number of new entries.' }),
    changed: t.exposeInt('changed', { description: 'The number of entries that the project had already.' }),
    kept: t.exposeInt('kept', {
      description:
        'The number of entries of the file that changed nothing, because a person has corrected their text since.',
    }),
    dropped: t.exposeInt('dropped', {
      description:
        'The number of entries of the file that are not stored, because their domain already has 1,000 lines.',
    }),
  }),
})

builder.mutationField('importExpertise', (t) =>
  t.field({
    type: ImportExpertiseSuccess,
    description:
      'Adds the entries of a Markdown file. An entry with the same text is changed. Entries that the file lacks stay, unless a domain then has more than 1,000 lines.',
    authScopes: { role: 'OPERATOR' },
    args: { input: t.arg({ type: ImportExpertiseInput, required: true }) },
    errors: { types: [NotFound, InvalidInput], union: { name: 'ImportExpertiseResult' } },
    resolve: (_root, { input: { projectId, source } }, { engine }) =>
      engine.importExpertise({ projectId: localId('Project', projectId), source }),
  }),
)
