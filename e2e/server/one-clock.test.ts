import fc from 'fast-check'
import { expect, it } from 'vitest'
import { clockTime } from '../../apps/cli/src/terminal/clock-time.ts'
import { clock } from '../../apps/web/src/words/format.ts'

it('the console and the CLI format a duration in the same way, rounded down to seconds', () => {
  expect([0, 999, 1000, 59_999, 3_599_999, 3_600_000].map(clock)).toEqual([
    '0:00',
    '0:00',
    '0:01',
    '0:59',
    '59:59',
    '1:00:00',
  ])
  fc.assert(
    fc.property(fc.double({ min: -1e4, max: 1e9, noNaN: true }), (ms) => {
      expect(clockTime(ms)).toBe(clock(ms))
    }),
  )
})
