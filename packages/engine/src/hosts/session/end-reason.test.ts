import { expect, it } from 'vitest'
import { noticeOf, overdueReason } from './end-reason.ts'

const limits = { startedAt: 1000, timeoutMs: 60_000, stallMs: 5000 }

it('S6: the time limit counts from the start of the attempt, the stall limit from the last output', () => {
  expect(overdueReason(limits, 59_999, 4_999)).toBeNull()
  expect(overdueReason(limits, 59_999, 5_000)).toBe('stalled')
  expect(overdueReason(limits, 60_000, 1)).toBe('timed-out')
})

it('the notice names the limit, in the unit of the limit', () => {
  expect(noticeOf('timed-out', { ...limits, timeoutMs: 30 * 60_000 })).toContain('30 min')
  expect(noticeOf('stalled', limits)).toContain('no output for 5 s')
  expect(noticeOf('exited', limits)).toBeNull()
})
