import { expect, test } from 'vitest'
import { ProviderHolds } from './provider-holds.ts'

const held = { provider: 'anthropic', until: 5, reason: 'usage limit', since: 1, refusals: 1 }

test('S5: the holds are read again after a reading that failed, and only once after a reading that succeeded', async () => {
  let readings = 0
  const holds = new ProviderHolds({
    async providerHolds() {
      readings += 1
      if (readings === 1) throw new Error('the database is away')
      return [held]
    },
  })
  await expect(holds.load()).rejects.toThrow('the database is away')
  await holds.load()
  await holds.load()
  expect(holds.hold('anthropic')).toEqual(held)
  expect(readings).toBe(2)
})
