import { NothingToDo } from '@coppice/engine/domain/refusals'
import { builder } from '../builder.ts'
import { ErrorInterface } from './error.ts'

builder.objectType(NothingToDo, { name: 'NothingToDoError', interfaces: [ErrorInterface] })
