import { expect, it } from 'vitest'
import { emptyWords } from './empty-words.ts'

it('says that a session printed nothing only when all of its output is here', () => {
  expect(emptyWords(null, { state: 'opening' })).toBe('No session has begun.')
  expect(emptyWords({ endedAt: null }, { state: 'live' })).toBe('No output yet.')
  expect(emptyWords({ endedAt: 1 }, { state: 'opening' })).toBe('Its output is being read.')
  expect(emptyWords({ endedAt: 1 }, { state: 'live' })).toBe('Its output is being read.')
  expect(emptyWords({ endedAt: 1 }, { state: 'ended' })).toBe('This session printed nothing.')
})
