import { expect, it } from 'vitest'
import { choiceOf } from './use-url-choice.ts'

it('takes what the address says where it is one of the options, and nothing else', () => {
  const tabs = ['Board', 'Events'] as const
  expect([choiceOf(tabs, 'events'), choiceOf(tabs, 'board')]).toEqual(['Events', 'Board'])
  expect([choiceOf(tabs, null), choiceOf(tabs, ''), choiceOf(tabs, 'details')]).toEqual([null, null, null])
})
