import { expect, it } from 'vitest'
import { choiceOf } from './use-url-choice.ts'

it('returns the option that the address names, and null when the address names none of the options', () => {
  const tabs = ['Board', 'Events'] as const
  expect([choiceOf(tabs, 'events'), choiceOf(tabs, 'board')]).toEqual(['Events', 'Board'])
  expect([choiceOf(tabs, null), choiceOf(tabs, ''), choiceOf(tabs, 'details')]).toEqual([null, null, null])
})
