import type { RunEvent } from '@coppice/run-model'
import { expect, it } from 'vitest'
import { unreadMessages } from './unread-messages.ts'

const event = (sequence: number, fields: object) =>
  ({ sequence, at: '2026-01-01T00:00:00Z', runId: 'r', taskKey: 'a', ...fields }) as unknown as RunEvent
const sent = (messageId: string, sessionId = 's') =>
  ({ __typename: 'SessionMessageSent', messageId, sessionId, messageKind: 'message', text: messageId }) as const

it('a message waits from the moment in which it was sent until the agent of its session has read it', () => {
  const events = [event(1, sent('one')), event(2, sent('two')), event(3, sent('other', 't'))]
  const ids = (list: readonly RunEvent[]) => unreadMessages(list, 's').map(({ messageId }) => messageId)
  expect(ids(events)).toEqual(['one', 'two'])
  expect(
    ids([...events, event(4, { __typename: 'SessionMessageReceived', sessionId: 's', messageId: 'one' })]),
  ).toEqual(['two'])
  expect(unreadMessages(events, null)).toEqual([])
})
