import { expect, test } from 'vitest'
import { ChainLength } from './chain-length.ts'

test('a refusal halves the length of the next chain, and merges double it again, between 1 and the setting', () => {
  const length = new ChainLength(6)
  const learnt = (['refused', 'refused', 'refused', 'merged', 'merged', 'merged', 'merged'] as const).map((ended) => {
    length.learn(ended)
    return length.now
  })
  expect(learnt).toEqual([3, 1, 1, 2, 4, 6, 6])
})
