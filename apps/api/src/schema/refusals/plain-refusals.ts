import { PLAIN_REFUSALS } from '@coppice/engine/domain/refusals'
import { builder } from '../builder.ts'
import { ErrorInterface } from './error.ts'

for (const [name, refusal] of Object.entries(PLAIN_REFUSALS))
  builder.objectType(refusal, { name: `${name}Error`, interfaces: [ErrorInterface] })
