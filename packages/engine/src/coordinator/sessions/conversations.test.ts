import { expect, it } from 'vitest'
import { Conversations } from './conversations.ts'

const session = (id: string, conversationId: string | null, cutOff = false) => ({
  ...{
    id,
    runTaskId: 'a',
    kind: 'WORK' as const,
    model: 'm',
    conversationId,
    status: cutOff ? ('INTERRUPTED' as const) : ('COMPLETED' as const),
    cutOff,
    worktreePath: '/w',
  },
  ...{ baseCommit: 'base', startCommit: 'base', tipCommit: `tip-${id}` },
})

it('R1: the last conversation of a task is that of its last session', () => {
  const conversations = new Conversations()
  conversations.add(session('1', 'talk-1', true))
  expect(conversations.lastOf('a')).toEqual({
    ...{ sessionId: '1', kind: 'WORK', model: 'm', status: 'INTERRUPTED', conversationId: 'talk-1', cutOff: true },
    ...{ baseCommit: 'base', tipCommit: 'tip-1' },
  })
  conversations.add(session('2', 'talk-2'))
  expect(conversations.lastOf('a')).toMatchObject({ conversationId: 'talk-2', status: 'COMPLETED', cutOff: false })
  conversations.add(session('3', null))
  expect(conversations.lastOf('a')).toBeNull()
  expect(conversations.lastOf('b')).toBeNull()
})

it.each([true, false])(
  'R1: a session whose agent never started leaves the earlier conversation (interrupted: %s)',
  (is) => {
    const conversations = new Conversations()
    conversations.add(session('1', 'talk-1', true))
    conversations.add({ ...session('2', null, is), worktreePath: null, startCommit: 'tip-1' })
    expect(conversations.lastOf('a')).toMatchObject({ sessionId: '1', cutOff: true, tipCommit: 'tip-1' })
  },
)

it('R1: a session that was interrupted before it named its conversation changes only the files of the earlier one', () => {
  const conversations = new Conversations()
  conversations.add(session('1', 'talk-1', true))
  conversations.add({ ...session('2', null, true), startCommit: 'tip-1' })
  expect(conversations.lastOf('a')).toMatchObject({ sessionId: '1', tipCommit: 'tip-2' })
  conversations.add({ ...session('3', null, true), startCommit: 'base' })
  expect(conversations.lastOf('a')).toMatchObject({ sessionId: '1', tipCommit: 'tip-2' })
  conversations.add({ ...session('4', null, true), kind: 'CONFLICT', startCommit: 'tip-2' })
  expect(conversations.lastOf('a')).toMatchObject({ sessionId: '1', tipCommit: 'tip-2' })
})

it('R1: a conflict session that was lost before it named its conversation leaves the conversation of the work', () => {
  const conversations = new Conversations()
  conversations.add(session('1', 'talk-1'))
  conversations.add({ ...session('2', null, true), kind: 'CONFLICT' })
  expect(conversations.lastOf('a')).toMatchObject({ sessionId: '1', kind: 'WORK', conversationId: 'talk-1' })
})

it('a session that does not move its task does not change the conversation of the task', () => {
  const conversations = new Conversations()
  conversations.add(session('1', 'talk-1'))
  conversations.add({ ...session('2', 'talk-2'), kind: 'LEARNING' })
  expect(conversations.lastOf('a')).toMatchObject({ sessionId: '1' })
})
