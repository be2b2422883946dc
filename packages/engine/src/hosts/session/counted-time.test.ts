import { expect, it } from 'vitest'
import { CountedTime } from './counted-time.ts'

const MINUTE_MS = 60_000
const limits = { startedAt: 1000, timeoutMs: 30 * MINUTE_MS, stallMs: 5 * MINUTE_MS }
const silent = { hasOutput: false, waits: false }
const busy = { hasOutput: true, waits: false }
const waiting = { hasOutput: false, waits: true }

/** A session that a server watches from its start, and that it looks at each second of a clock. */
function watched() {
  let now = limits.startedAt
  const time = new CountedTime(limits, now, undefined, false)
  const look = (seen: typeof silent) => time.look(now, seen)
  const during = (minutes: number, seen: typeof silent) => {
    for (let second = 0; second < minutes * 60; second += 1) {
      now += 1000
      look(seen)
    }
  }
  const jump = (ms: number) => {
    now += ms
  }
  return { time, during, jump, look, now: () => now }
}

it('S6: a session reaches its stall limit by silence and its time limit by work', () => {
  const quiet = watched()
  quiet.during(4, silent)
  expect(quiet.time.overdue()).toBeNull()
  quiet.during(1, silent)
  expect(quiet.time.overdue()).toBe('stalled')
  const working = watched()
  working.during(29, busy)
  expect(working.time.overdue()).toBeNull()
  working.during(1, busy)
  expect(working.time.overdue()).toBe('timed-out')
})

it.each([
  ['is suspended', 8 * 60 * MINUTE_MS],
  ['has a clock that is set forward', 24 * 60 * MINUTE_MS],
  ['has a clock that is set back', -24 * 60 * MINUTE_MS],
])('S6: no limit is reached when the machine %s, and both limits continue to run after that', (_, gapMs) => {
  const { time, during, jump } = watched()
  during(20, busy)
  during(2, silent)
  jump(gapMs)
  during(2, silent)
  expect(time.overdue()).toBeNull()
  during(1.1, silent)
  expect(time.overdue()).toBe('stalled')
  during(1, busy)
  during(4, busy)
  expect(time.overdue()).toBe('timed-out')
})

it('S6: neither limit runs while the session waits for a person or for money', () => {
  const { time, during } = watched()
  during(20, busy)
  during(60, waiting)
  during(4, silent)
  expect(time.overdue()).toBeNull()
  during(1.1, silent)
  expect(time.overdue()).toBe('stalled')
})

it('R1: a wait does not count toward the limits of the next server either, and time without a server counts only for a session that works', () => {
  const { time, during, now } = watched()
  during(10, busy)
  expect(time.unstored()).toBeNull()
  during(1, waiting)
  const begun = time.unstored()
  if (begun === null) throw new Error('nothing is to be stored at the begin of a wait')
  time.isStored(begun)
  during(40, waiting)
  const stored = time.unstored()
  if (stored === null) throw new Error('nothing is to be stored after a long wait')
  const later = now() + 10 * MINUTE_MS
  const waits = new CountedTime(limits, later, stored, true)
  expect(waits.overdue()).toBeNull()
  waits.look(later, waiting)
  for (let second = 1; second <= 18 * 60; second += 1) waits.look(later + second * 1000, busy)
  expect(waits.overdue()).toBeNull()
  expect(new CountedTime(limits, later, stored, false).overdue()).toBeNull()
  expect(new CountedTime(limits, later + 10 * MINUTE_MS, stored, false).overdue()).toBe('timed-out')
})
