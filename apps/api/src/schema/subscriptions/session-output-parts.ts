import { followOutputParts, type OutputPart } from '../../streams/follow-output-parts.ts'
import { builder } from '../builder.ts'
import { ApiError } from '../errors/api-error.ts'
import { localId } from '../ids.ts'
import { SessionOutputType } from '../types/session-output.ts'

const SessionOutputPartType = builder.objectRef<OutputPart>('SessionOutputPart').implement({
  description: 'Entries of the output of a session, with consecutive numbers.',
  fields: (t) => ({
    entries: t.expose('entries', { type: [SessionOutputType] }),
    last: t.exposeInt('last', { description: 'The number of the last entry of the session so far.' }),
  }),
})

builder.subscriptionField('sessionOutputParts', (t) =>
  t.field({
    type: SessionOutputPartType,
    description:
      'Like `sessionOutput`, but many entries at once, for an agent that prints fast. When more than `newest` entries wait, the older ones are left out; `Session.output` has them.',
    args: {
      sessionId: t.arg.id({ required: true }),
      after: t.arg.int({ required: true, defaultValue: 0 }),
      newest: t.arg.int(),
    },
    subscribe: (_root, { sessionId, after, newest }, { store, engine, signal, turn }) => {
      if (typeof newest === 'number' && newest < 1)
        throw new ApiError('BAD_USER_INPUT', `sessionOutputParts(newest: ${newest}): the number must be at least 1.`)
      const id = localId('Session', sessionId)
      return followOutputParts(store, engine.read, { sessionId: id, after, newest: newest ?? null, signal, turn })
    },
    resolve: (part) => part,
  }),
)
