import { expect, it } from 'vitest'
import { limitAfter } from './reported-limit.ts'

const report = (limit: object) => ({ '_claude/rateLimit': limit })
const REJECTED = report({ status: 'rejected', resetsAt: 60 })

it('S5: the newest report of a limit counts, and a limit above which the account pays is none', () => {
  const limit = limitAfter(REJECTED, null)
  expect(limit).toMatchObject({ until: 60_000 })
  expect(limitAfter(undefined, limit), 'an update without a report').toBe(limit)
  expect(limitAfter(report({ status: 'allowed' }), limit)).toBeNull()
  expect(limitAfter(report({ status: 'rejected', resetsAt: 60, isUsingOverage: true }), limit)).toBeNull()
  expect(limitAfter(report({ status: 'rejected' }), null)).toMatchObject({ until: null })
})
