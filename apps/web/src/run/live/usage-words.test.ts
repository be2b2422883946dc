import { expect, it } from 'vitest'
import { usageWords } from './usage-words.ts'
import type { Usage } from './use-activity.ts'

const NOTHING: Usage = { inputTokens: null, outputTokens: null, costUsd: null }
const wordsOf = (usage: Partial<Usage>, id = 's1') =>
  usageWords(new Map([['a', { sessionId: 's1', lastLine: null, usage: { ...NOTHING, ...usage } }]]), 'a', { id })

it('contains the tokens and the cost that the agent reports', () => {
  expect(wordsOf({ inputTokens: 12_000, outputTokens: 400, costUsd: 0.42 })).toBe('12,400 tokens, $0.42')
  expect(wordsOf({ outputTokens: 400 })).toBe('400 tokens')
  expect(wordsOf({})).toBe('')
})

it('is empty when the data is about another session', () => {
  expect(wordsOf({ inputTokens: 12 }, 's2')).toBe('')
})
