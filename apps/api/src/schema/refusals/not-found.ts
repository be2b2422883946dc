import { NotFound } from '@coppice/engine/domain/refusals'
import { builder } from '../builder.ts'
import { ErrorInterface } from './error.ts'

builder.objectType(NotFound, { name: 'NotFoundError', interfaces: [ErrorInterface] })
