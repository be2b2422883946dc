import type { InboxMessage } from '@coppice/engine'
import { builder } from '../builder.ts'

export const SessionMessageType = builder.prismaObject('SessionMessage', {
  description:
    'What a person sent to the agent of a session. The agent reads it before its next step, or after its turn if it cannot read while it works.',
  select: { message: true },
  fields: (t) => ({
    messageId: t.exposeString('id'),
    messageKind: t.string({
      description: '`answer` for the answer to a question, `message` for a text, or `cancel` for a request to end.',
      resolve: ({ message }) => (message as InboxMessage).type,
    }),
    text: t.string({
      nullable: true,
      description:
        'The text of a message, or the id of the option that an answer chooses. It is null for a request to end.',
      resolve: ({ message }) => textOf(message as InboxMessage),
    }),
    author: t.exposeString('author', {
      nullable: true,
      description: 'The name of the sender. It is null when it is not known.',
    }),
    sentAt: t.expose('writtenAt', { type: 'DateTime' }),
    receivedAt: t.expose('acknowledgedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When the agent read the message. It is null before that, and when the session ended first.',
    }),
  }),
})

function textOf(message: InboxMessage): string | null {
  switch (message.type) {
    case 'message':
      return message.text
    case 'answer':
      return message.optionId
    case 'cancel':
      return null
  }
}
