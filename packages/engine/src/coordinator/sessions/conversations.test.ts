import { expect, it } from 'vitest'
import { Conversations } from './conversations.ts'

const session = (id: string, conversationId: string | null, isInterrupted = false) => ({
  ...{ id, runTaskId: 'a', kind: 'WORK' as const, conversationId, isInterrupted },
})

it('R1: the last conversation of a task is that of its last session', () => {
  const conversations = new Conversations()
  conversations.add(session('1', 'talk-1', true))
  expect(conversations.lastOf('a')).toEqual({ sessionId: '1', conversationId: 'talk-1', isInterrupted: true })
  conversations.add(session('2', 'talk-2'))
  expect(conversations.lastOf('a')).toEqual({ sessionId: '2', conversationId: 'talk-2', isInterrupted: false })
  conversations.add(session('3', null))
  expect(conversations.lastOf('a')).toBeNull()
  expect(conversations.lastOf('b')).toBeNull()
})

it('R1: after a session that was interrupted before its agent started, the next session gets the earlier conversation', () => {
  const conversations = new Conversations()
  conversations.add(session('1', 'talk-1', true))
  conversations.add(session('2', null, true))
  expect(conversations.lastOf('a')).toMatchObject({ sessionId: '1' })
})

it('a session that does not move its task does not change the conversation of the task', () => {
  const conversations = new Conversations()
  conversations.add(session('1', 'talk-1'))
  conversations.add({ ...session('2', 'talk-2'), kind: 'LEARNING' })
  expect(conversations.lastOf('a')).toMatchObject({ sessionId: '1' })
})
