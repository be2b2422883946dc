import type { OutputEntry } from '@coppice/engine'
import { builder } from '../builder.ts'
import { OutputKindEnum } from './statuses.ts'

export const SessionOutputType = builder.objectRef<OutputEntry>('SessionOutput').implement({
  description:
    'One entry of the output of a session: a line of STDOUT or STDERR, or a message, a thought, a tool call or a result of the agent.',
  fields: (t) => ({
    sequence: t.exposeInt('sequence'),
    at: t.expose('at', { type: 'DateTime' }),
    kind: t.expose('kind', { type: OutputKindEnum }),
    text: t.exposeString('text'),
  }),
})
