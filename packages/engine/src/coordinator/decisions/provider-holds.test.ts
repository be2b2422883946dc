import { expect, test } from 'vitest'
import { ProviderHolds } from './provider-holds.ts'

const held = { provider: 'anthropic', until: 5, reason: 'usage limit', since: 1, refusals: 1 }

test('S5: a run hears of a hold that was made or released, and not of a reading without a change', async () => {
  let stored = [held]
  const holds = new ProviderHolds({ providerHolds: async () => structuredClone(stored) })
  let heard = 0
  holds.onChange(() => {
    heard += 1
  })
  await holds.reload()
  expect(holds.hold('anthropic')).toEqual(held)
  await holds.reload()
  expect(heard).toBe(1)
  stored = []
  await holds.reload()
  expect(holds.all).toEqual([])
  expect(heard).toBe(2)
})
