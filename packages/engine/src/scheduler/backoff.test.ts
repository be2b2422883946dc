import fc from 'fast-check'
import { expect, it } from 'vitest'
import { backoffMs } from './backoff.ts'

const policy = { baseMs: 1_000, capMs: 60_000 }

it('S5: the longest wait doubles with every failure, up to the cap; the wait is random below it', () => {
  expect([1, 2, 3, 10].map((failures) => backoffMs(failures, 0.999999, policy))).toEqual([1_000, 2_000, 4_000, 60_000])
  expect(backoffMs(3, 0, policy)).toBe(0)
  expect(backoffMs(3, 0.5, policy)).toBe(2_000)
})

it('S5: the wait never exceeds the cap, even after many failures', () => {
  fc.assert(
    fc.property(fc.nat(100_000), fc.double({ min: 0, max: 0.999, noNaN: true }), (failures, random) => {
      const wait = backoffMs(failures, random, policy)
      expect(wait).toBeGreaterThanOrEqual(0)
      expect(wait).toBeLessThanOrEqual(policy.capMs)
    }),
  )
})
