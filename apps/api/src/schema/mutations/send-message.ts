import { InvalidInput, NotFound, SessionNotActive } from '@coppice/engine/domain/refusals'
import { builder } from '../builder.ts'
import { localId } from '../ids.ts'
import { MESSAGE_ID, messageResult } from './results.ts'

const SendMessageInput = builder.inputType('SendMessageInput', {
  fields: (t) => ({
    sessionId: t.id({ required: true }),
    text: t.string({ required: true }),
    messageId: t.string({ required: false, description: MESSAGE_ID }),
  }),
})

builder.mutationField('sendMessage', (t) =>
  t.field({
    type: messageResult('SendMessageSuccess'),
    description:
      'Writes to the agent of a running session. The agent reads the text before its next step, or after its turn if it cannot read while it works. The event SessionMessageReceived reports that.',
    authScopes: { role: 'OPERATOR' },
    args: { input: t.arg({ type: SendMessageInput, required: true }) },
    errors: { types: [NotFound, InvalidInput, SessionNotActive], union: { name: 'SendMessageResult' } },
    resolve: async (_root, { input: { sessionId, ...rest } }, { engine, viewer }) => {
      const message = { sessionId: localId('Session', sessionId), ...rest, author: viewer.name }
      return { messageId: (await engine.sendMessage(message)).id }
    },
  }),
)
