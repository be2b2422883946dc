import { NameTaken } from '@coppice/engine/domain/refusals'
import { builder } from '../builder.ts'
import { ErrorInterface } from './error.ts'

builder.objectType(NameTaken, { name: 'NameTakenError', interfaces: [ErrorInterface] })
