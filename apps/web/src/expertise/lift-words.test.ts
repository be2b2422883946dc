import { expect, test } from 'vitest'
import type { Lift } from './expertise-documents.ts'
import { basisWords, countWords, differenceWords, pointsWords, verdictWords } from './lift-words.ts'

const lift: Lift = {
  ...{ basis: 'OTHER_SESSIONS', verdict: 'HELPS' },
  ...{ with: { sessions: 10, successes: 9 }, without: { sessions: 11, successes: 1 } },
  success: { value: 0.809, low: 0.402, high: 0.93 },
  costUsd: { value: -0.2, low: -0.5, high: 0.1 },
  durationMs: { value: -3_000, low: -9_000, high: 500 },
}

test('a lift has its verdict, its counts and its intervals', () => {
  expect(verdictWords(lift)).toBe('helps')
  expect(countWords(lift)).toBe('9 of 10 first attempts merged with, 1 of 11 without')
  expect(pointsWords(lift)).toBe('+81 points, +40 to +93')
  expect(differenceWords(lift, 'costUsd')).toBe('−$0.20, −$0.50 to +$0.10')
  expect(differenceWords(lift, 'durationMs')).toBe('−3.0 s, −9.0 s to +0.5 s')
  expect(basisWords(lift)).toContain('something else may differ')
})

test('a lift without enough sessions has no interval', () => {
  const few: Lift = { ...lift, verdict: 'NOT_ENOUGH_DATA', success: null, costUsd: null, durationMs: null }
  expect(verdictWords(few)).toBe('not enough data')
  const none = { sessions: 0, successes: 0 }
  expect(countWords({ ...few, with: none, without: none })).toBe('no first attempt to compare yet')
  expect([pointsWords(few), differenceWords(few, 'costUsd')]).toEqual([null, null])
})
