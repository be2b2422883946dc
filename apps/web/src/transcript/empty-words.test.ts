import { expect, it } from 'vitest'
import { emptyWords } from './empty-words.ts'

const running = { endedAt: null }
const ended = { endedAt: 1 }

it('says that a session printed nothing only after all its output was loaded', () => {
  expect(emptyWords(null, { state: 'opening' }, undefined)).toBe('No session has started.')
  expect(emptyWords(ended, { state: 'opening' }, undefined)).toBe('Loading the output.')
  expect(emptyWords(ended, { state: 'live' }, null)).toBe('Loading the output.')
  expect(emptyWords(ended, { state: 'ended' }, undefined)).toBe('This session printed nothing.')
})

it('says that there is no output yet only when the server reports it for the running agent', () => {
  expect(emptyWords(running, { state: 'live' }, null)).toBe('No output yet.')
  expect(emptyWords(running, { state: 'live' }, undefined)).toBe('Loading the output.')
  expect(emptyWords(running, { state: 'live' }, 'hello')).toBe('Loading the output.')
})
