import fc from 'fast-check'
import { expect, it } from 'vitest'
import { jsonBytes } from './json-bytes.ts'

it('returns the length of any value as JSON in UTF-8', () => {
  fc.assert(
    fc.property(fc.jsonValue({ stringUnit: 'binary', maxDepth: 3 }), (value) => {
      expect(jsonBytes(value, Number.POSITIVE_INFINITY)).toBe(Buffer.byteLength(JSON.stringify(value)))
    }),
    { numRuns: 50 },
  )
})

it('counts dates, undefined values and lone surrogates as JSON.stringify writes them', () => {
  const value = {
    at: new Date(0),
    nothing: undefined,
    list: [undefined, null, Number.NaN],
    half: '\ud800',
    'a"b': '\0',
  }
  expect(jsonBytes(value, 1_000)).toBe(Buffer.byteLength(JSON.stringify(value)))
})

it('stops counting soon after the limit', () => {
  const unread = {
    get rest(): string {
      throw new Error('was read')
    },
  }
  expect(jsonBytes(['x'.repeat(100), [unread]], 50)).toBeGreaterThan(50)
})
