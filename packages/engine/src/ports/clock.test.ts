import { afterEach, expect, it, vi } from 'vitest'
import { systemClock } from './clock.ts'

afterEach(() => void vi.useRealTimers())

const DAY_MS = 86_400_000

it('calls back once and not too early, even after more than 24.8 days, the longest wait of a timer of Node', () => {
  vi.useFakeTimers()
  const called = vi.fn()
  systemClock.after(60 * DAY_MS, called)
  vi.advanceTimersByTime(60 * DAY_MS - 1)
  expect(called).not.toHaveBeenCalled()
  vi.advanceTimersByTime(60 * DAY_MS)
  expect(called).toHaveBeenCalledOnce()
})

it('can be cancelled at any time', () => {
  vi.useFakeTimers()
  const called = vi.fn()
  const cancel = systemClock.after(60 * DAY_MS, called)
  vi.advanceTimersByTime(59 * DAY_MS)
  cancel()
  vi.advanceTimersByTime(60 * DAY_MS)
  expect(called).not.toHaveBeenCalled()
})
