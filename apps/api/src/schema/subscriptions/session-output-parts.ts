import type { OpenText } from '@coppice/engine'
import { followOutputParts, type OutputPart } from '../../streams/follow-output-parts.ts'
import { builder } from '../builder.ts'
import { ApiError } from '../errors/api-error.ts'
import { localId } from '../ids.ts'
import { SessionOutputType } from '../types/session-output.ts'
import { OutputKindEnum } from '../types/statuses.ts'

const SessionOpenTextType = builder.objectRef<OpenText>('SessionOpenText').implement({
  description:
    'The text that an agent is writing, before it is an entry of the output. It is redacted, lacks its last word, and is never stored. When it is very long, it is only the end.',
  fields: (t) => ({
    kind: t.expose('kind', { type: OutputKindEnum }),
    text: t.exposeString('text'),
  }),
})

const SessionOutputPartType = builder.objectRef<OutputPart>('SessionOutputPart').implement({
  description: 'Entries of the output of a session, with consecutive numbers.',
  fields: (t) => ({
    entries: t.expose('entries', { type: [SessionOutputType] }),
    last: t.exposeInt('last', { description: 'The number of the last entry of the session so far.' }),
    openText: t.expose('openText', {
      type: SessionOpenTextType,
      nullable: true,
      description: 'What the agent is writing after these entries. It replaces the `openText` of the part before.',
    }),
  }),
})

builder.subscriptionField('sessionOutputParts', (t) =>
  t.field({
    type: SessionOutputPartType,
    description:
      'Like `sessionOutput`, but many entries at once, for an agent that prints fast. When more than `newest` entries wait, the older ones are left out; `Session.output` has them. With `openText: true`, a part without entries also comes when the text that the agent is writing has grown.',
    args: {
      sessionId: t.arg.id({ required: true }),
      after: t.arg.int({ required: true, defaultValue: 0 }),
      newest: t.arg.int(),
      openText: t.arg.boolean({ required: true, defaultValue: false }),
    },
    subscribe: (_root, { sessionId, after, newest, openText }, { store, engine, signal, turn }) => {
      if (typeof newest === 'number' && newest < 1)
        throw new ApiError('BAD_USER_INPUT', `sessionOutputParts(newest: ${newest}): the number must be at least 1.`)
      const id = localId('Session', sessionId)
      return followOutputParts(store, engine.read, {
        sessionId: id,
        after,
        newest: newest ?? null,
        openText,
        signal,
        turn,
      })
    },
    resolve: (part) => part,
  }),
)
