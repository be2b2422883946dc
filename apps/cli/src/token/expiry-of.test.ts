import { expect, test } from 'vitest'
import { expiryOf } from './expiry-of.ts'

const NOW = Date.UTC(2026, 0, 1)

test.each([
  ['12h', '2026-01-01T12:00:00.000Z'],
  ['30d', '2026-01-31T00:00:00.000Z'],
  ['2026-02-01', '2026-02-01T00:00:00.000Z'],
  ['2026-02-01T18:00Z', '2026-02-01T18:00:00.000Z'],
  ['2026-02-01T18:00+02:00', '2026-02-01T16:00:00.000Z'],
])('%s is read as %s', (text, time) => {
  expect(expiryOf(text, NOW)).toBe(time)
})

test.each(['', 'soon', '30', '3 d', '-1d', '999999d', '2026-13-01', '1', '01/02/2027'])(
  '%j is refused, and the message says what is expected',
  (text) => {
    expect(() => expiryOf(text, NOW)).toThrow(/expected days \(30d\), hours \(12h\), or a date/)
  },
)

test.each(['0d', '2025-12-31'])('%s is refused, because this time is in the past', (text) => {
  expect(() => expiryOf(text, NOW)).toThrow(/is in the past/)
})
