import fc from 'fast-check'
import { expect, it } from 'vitest'
import { answerBytes } from './answer-bytes.ts'

it('counts the bytes of any JSON as they are sent', () => {
  fc.assert(
    fc.property(fc.jsonValue({ stringUnit: 'binary', maxDepth: 3 }), (value) => {
      expect(answerBytes(value, Number.POSITIVE_INFINITY)).toBe(Buffer.byteLength(JSON.stringify(value)))
    }),
    { numRuns: 50 },
  )
})

it('writes what JSON writes of dates, of nothing and of half a character', () => {
  const value = {
    at: new Date(0),
    nothing: undefined,
    list: [undefined, null, Number.NaN],
    half: '\ud800',
    'a"b': '\0',
  }
  expect(answerBytes(value, 1_000)).toBe(Buffer.byteLength(JSON.stringify(value)))
})

it('looks no further once there is too much', () => {
  const unread = {
    get rest(): string {
      throw new Error('was read')
    },
  }
  expect(answerBytes(['x'.repeat(100), [unread]], 50)).toBeGreaterThan(50)
})
