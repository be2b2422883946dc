import { NotFound, RunActive } from '@coppice/engine/domain/refusals'
import { builder } from '../builder.ts'
import { localId } from '../ids.ts'
import { projectResult } from './results.ts'

const DropKeptWorkInput = builder.inputType('DropKeptWorkInput', {
  fields: (t) => ({
    projectId: t.id({ required: true }),
    ref: t.string({ required: true }),
    commit: t.string({
      required: true,
      description: 'The commit of the ref. A ref with another commit is not dropped.',
    }),
  }),
})

builder.mutationField('dropKeptWork', (t) =>
  t.field({
    type: projectResult('DropKeptWorkSuccess'),
    description:
      'Deletes a ref of kept work. Git removes its objects later. If it was finished work of a task, no run merges it any more.',
    authScopes: { role: 'OPERATOR' },
    args: { input: t.arg({ type: DropKeptWorkInput, required: true }) },
    errors: { types: [NotFound, RunActive], union: { name: 'DropKeptWorkResult' } },
    resolve: async (_root, { input: { projectId, ref, commit } }, { engine }) => {
      const { id } = await engine.dropKeptWork({ projectId: localId('Project', projectId), ref, commit })
      return { projectId: id }
    },
  }),
)
