import { expect, it } from 'vitest'
import type { FirstAttempt } from '../domain/expertise-lift.ts'
import { anEntry } from '../expertise/testing/an-entry.ts'
import type { Store } from '../ports/store.ts'
import { projectExpertise } from './project-expertise.ts'

/** Counts how often the entries of an attempt are looked at. */
class CountedSet extends Set<string> {
  static looks = 0
  override has(id: string): boolean {
    CountedSet.looks += 1
    return super.has(id)
  }
}

it('E2: the lift of an entry is calculated when a client asks for it, and not from attempts that say nothing about it', async () => {
  const attempts = Array.from({ length: 100 }, (_, index): FirstAttempt => {
    const entryIds = new CountedSet(index < 20 ? ['often', `e-${index}`] : [`e-${index}`])
    const fields = { domain: 'api', given: 'GIVEN', entryIds, succeeded: index < 20 } as const
    return { ...fields, costMicroUsd: 5, durationMs: 9 }
  })
  const ids = ['often', ...Array.from({ length: 100 }, (_, index) => `e-${index}`)]
  const entries = ids.map((id) => anEntry({ id, domain: 'api' }))
  const store = { firstAttempts: async () => attempts, expertise: async () => entries }
  const [api] = (await projectExpertise({ store: store as unknown as Store }, 'p')).filter(
    (one) => one.domain === 'api',
  )
  expect(CountedSet.looks).toBe(0)
  expect(api?.entries[7]?.lift()).toMatchObject({ verdict: 'NOT_ENOUGH_DATA', with: { sessions: 1, successes: 1 } })
  expect(CountedSet.looks).toBe(0)
  expect(api?.entries[0]?.lift()).toMatchObject({ verdict: 'HELPS', with: { sessions: 20 }, without: { sessions: 80 } })
  expect(CountedSet.looks).toBe(100)
})
