import { expect, it } from 'vitest'
import { lastLineOf } from './last-line.ts'

it('is undefined when the server reported the activity of another session of the task', () => {
  const usage = { inputTokens: null, outputTokens: null, costUsd: null }
  const activity = new Map([
    ['a', { sessionId: 's2', lastLine: 'hello', usage }],
    ['b', { sessionId: 's3', lastLine: null, usage }],
  ])
  expect(lastLineOf(activity, 'a', { id: 's2' })).toBe('hello')
  expect(lastLineOf(activity, 'b', { id: 's3' })).toBeNull()
  expect(lastLineOf(activity, 'a', { id: 's1' })).toBeUndefined()
  expect(lastLineOf(activity, 'c', { id: 's1' })).toBeUndefined()
  expect(lastLineOf(activity, 'a', null)).toBeUndefined()
})
