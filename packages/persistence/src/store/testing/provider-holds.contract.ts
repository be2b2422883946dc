import { describe, expect, it } from 'vitest'
import type { Database } from '../../database/database.ts'
import { NOW } from '../../testing/sample-records.ts'
import { storedRun } from '../../testing/stored-records.ts'

const hold = { provider: 'claude', until: NOW + 60_000, reason: 'resets at 3pm\0', since: NOW, refusals: 1 }

export const providerHoldsContract = (database: () => Database) =>
  describe('holds of providers', () => {
    it('S5: each provider has one hold, the last one that was stored, until it is deleted', async () => {
      const { store } = database()
      expect(await store.providerHold('claude')).toBeNull()
      await store.transaction((tx) => tx.putProviderHold(hold))
      const longer = { ...hold, reason: 'later', until: NOW + 120_000, refusals: 2 }
      await store.transaction(async (tx) => {
        expect(await tx.providerHold('claude')).toEqual({ ...hold, reason: 'resets at 3pm␀' })
        await tx.putProviderHold(longer)
        await tx.putProviderHold({ ...hold, provider: 'another', reason: 'x' })
      })
      expect(await store.providerHolds()).toEqual([{ ...hold, provider: 'another', reason: 'x' }, longer])
      await store.transaction((tx) => tx.deleteProviderHold('another'))
      await store.transaction((tx) => tx.deleteProviderHold('claude'))
      expect(await store.providerHolds()).toEqual([])
    })

    it('S5: the times until which a run was told that a provider is on hold are those of its own events', async () => {
      const { store } = database()
      const [{ run: one }, { run: other }] = [await storedRun(store), await storedRun(store)]
      const told = (provider: string, until: number) =>
        ({ type: 'ProviderHeld', data: { provider, until, reason: null } }) as const
      await store.transaction((tx) =>
        tx.appendEvents(one.id, NOW, [told('claude', 1), told('another', 2), told('claude', 3)]),
      )
      await store.transaction((tx) => tx.appendEvents(other.id, NOW, [told('claude', 4)]))
      expect(await store.heldTimes(one.id, 'claude')).toEqual([1, 3])
      expect(await store.heldTimes(one.id, 'unknown')).toEqual([])
      expect(await store.heldTimes('no run', 'claude')).toEqual([])
    })
  })
