import { afterEach, expect, it, vi } from 'vitest'
import { systemClock } from './clock.ts'

afterEach(() => void vi.useRealTimers())

const DAY_MS = 86_400_000

it('calls back once and no earlier than asked, also after more than the 24.8 days that a timer of Node can wait', () => {
  vi.useFakeTimers()
  const called = vi.fn()
  systemClock.after(60 * DAY_MS, called)
  vi.advanceTimersByTime(60 * DAY_MS - 1)
  expect(called).not.toHaveBeenCalled()
  vi.advanceTimersByTime(60 * DAY_MS)
  expect(called).toHaveBeenCalledOnce()
})

it('is taken back at any time', () => {
  vi.useFakeTimers()
  const called = vi.fn()
  const takeBack = systemClock.after(60 * DAY_MS, called)
  vi.advanceTimersByTime(59 * DAY_MS)
  takeBack()
  vi.advanceTimersByTime(60 * DAY_MS)
  expect(called).not.toHaveBeenCalled()
})
