import { InvalidInput, InvalidRepository, NameTaken } from '@coppice/engine/domain/refusals'
import { z } from 'zod'
import { builder } from '../builder.ts'
import { nameOfFile } from './name-of-file.ts'
import { projectResult } from './results.ts'

const CreateProjectSuccess = projectResult('CreateProjectSuccess')

const CreateProjectInput = builder.inputType('CreateProjectInput', {
  fields: (t) => ({
    name: t.string({ required: true }),
    repositoryPath: t.string({ required: true }),
    baseBranch: t.string(),
  }),
  validate: z.looseObject({ repositoryPath: nameOfFile(4096), baseBranch: nameOfFile(250).nullish() }),
})

builder.mutationField('createProject', (t) =>
  t.field({
    type: CreateProjectSuccess,
    authScopes: { role: 'ADMIN' },
    args: { input: t.arg({ type: CreateProjectInput, required: true }) },
    errors: { types: [InvalidInput, InvalidRepository, NameTaken], union: { name: 'CreateProjectResult' } },
    resolve: async (_root, { input }, { engine }) => ({ projectId: (await engine.createProject(input)).id }),
  }),
)
