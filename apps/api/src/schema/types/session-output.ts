import type { OutputEntry } from '@coppice/engine'
import { builder } from '../builder.ts'
import { OutputKindEnum } from './statuses.ts'

export const SessionOutputType = builder.objectRef<OutputEntry>('SessionOutput').implement({
  description: 'One line of STDOUT or STDERR, or one message, thought, tool call or result.',
  fields: (t) => ({
    sequence: t.exposeInt('sequence'),
    at: t.expose('at', { type: 'DateTime' }),
    kind: t.expose('kind', { type: OutputKindEnum }),
    text: t.exposeString('text'),
  }),
})
