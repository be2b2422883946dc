import fc from 'fast-check'
import { expect, it } from 'vitest'
import { clockTime } from '../../apps/cli/src/terminal/clock-time.ts'
import { clock } from '../../apps/web/src/words/format.ts'

it('a duration is written alike by the console and the command line, to the second that has passed', () => {
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
