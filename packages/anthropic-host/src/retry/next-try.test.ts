import { expect, it } from 'vitest'
import { nextTry } from './next-try.ts'

const PASSING = { is: 'passing', of: 'stream', reason: 'cut' } as const
const limit = (waitMs: number | null) => ({ is: 'limit', reason: '429', waitMs }) as const
const HOUR_MS = 3_600_000

it('S5: the waits double, and after six failed requests in a row the host gives up', () => {
  const waits = [1, 2, 3, 4, 5, 6, 7].map((failures) => nextTry(PASSING, failures, HOUR_MS, 1))
  const doubled = [1_000, 2_000, 4_000, 8_000, 16_000, 32_000]
  expect(waits).toEqual([...doubled.map((ms) => ({ is: 'wait', ms })), { is: 'give-up' }])
  expect(nextTry(limit(null), 1, HOUR_MS, 0)).toEqual({ is: 'wait', ms: 500 })
})

it('S5: the host waits as long as the provider asks, and gives its slot back if that is long', () => {
  expect(nextTry(limit(3_000), 1, HOUR_MS, 0)).toEqual({ is: 'wait', ms: 3_000 })
  expect(nextTry(limit(60_000), 1, HOUR_MS, 0)).toEqual({ is: 'wait', ms: 60_000 })
  expect(nextTry(limit(60_001), 1, HOUR_MS, 0)).toEqual({ is: 'give-up' })
})

it('S5: agents that were refused together do not ask again together, and none asks before the time that the provider named', () => {
  expect(nextTry(limit(3_000), 1, HOUR_MS, 0.5)).toEqual({ is: 'wait', ms: 3_150 })
  expect(nextTry(limit(3_000), 1, HOUR_MS, 1)).toEqual({ is: 'wait', ms: expect.closeTo(3_300) })
})

it('S6: no wait is long enough for the stall limit to end the host', () => {
  expect(nextTry(limit(3_000), 1, 2_000, 0)).toEqual({ is: 'give-up' })
  expect(nextTry(PASSING, 6, 2_000, 1)).toEqual({ is: 'wait', ms: 2_000 })
})
