import { expect, it } from 'vitest'
import { nextHold } from './provider-hold.ts'

const NOW = 1_000_000
const limit = (until: number | null = null) => ({ provider: 'claude', reason: 'limit', until })
const begun = (startedAt: number) => ({ startedAt })

it('S5: the hold ends at the time that the provider names', () => {
  const hold = nextHold(null, limit(NOW + 5), begun(0), NOW)
  expect(hold).toEqual({ provider: 'claude', reason: 'limit', until: NOW + 5, since: NOW, refusals: 1 })
})

it('S5: no hold is longer than 32 days, whatever time the provider names', () => {
  const days = (count: number) => NOW + count * 86_400_000
  expect(nextHold(null, limit(days(31)), begun(0), NOW).until).toBe(days(31))
  expect(nextHold(null, limit(days(4_000)), begun(0), NOW).until).toBe(days(32))
})

it('S5: if the provider names no time, each refusal in a row doubles the hold, up to 15 minutes', () => {
  let hold = nextHold(null, limit(), begun(0), NOW)
  const spans = [hold.until - NOW]
  for (let count = 0; count < 6; count += 1) {
    const now = hold.until
    hold = nextHold(hold, limit(), begun(now), now)
    spans.push(hold.until - now)
  }
  expect(spans).toEqual([30, 60, 120, 240, 480, 900, 900].map((seconds) => seconds * 1_000))
})

it('S5: a session that already ran when the limit was reached does not count as another refusal', () => {
  const first = nextHold(null, limit(), begun(0), NOW)
  const echo = nextHold(first, limit(), begun(NOW - 1), NOW + 10)
  expect(echo).toEqual(first)
  expect(nextHold(first, limit(), begun(NOW - 1), first.until + 1)).toMatchObject({ refusals: 1, since: NOW })
})

it('S5: a later limit can only make a hold longer', () => {
  const first = nextHold(null, limit(NOW + 1_000), begun(0), NOW)
  expect(nextHold(first, limit(NOW + 500), begun(0), NOW + 1).until).toBe(NOW + 1_000)
  expect(nextHold(first, limit(NOW + 9_000), begun(0), NOW + 1).until).toBe(NOW + 9_000)
  expect(nextHold(first, limit(NOW), begun(0), NOW + 1).until).toBe(NOW + 1_000)
})
