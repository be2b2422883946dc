import type { StoreReads, StoreTransaction } from '@coppice/engine'
import type { Connection } from './connection.ts'
import { eventOf, providerHoldOf, providerHoldRow } from './rows.ts'
import { isUuid } from './uuid.ts'

type ProviderHoldReads = Pick<StoreReads, 'providerHolds' | 'providerHold' | 'heldTimes'>
type ProviderHoldWrites = Pick<StoreTransaction, 'putProviderHold' | 'deleteProviderHold'>

export function providerHoldReads(db: Connection): ProviderHoldReads {
  return {
    async providerHolds() {
      return (await db.providerHold.findMany({ orderBy: { provider: 'asc' } })).map(providerHoldOf)
    },
    async providerHold(provider) {
      const row = await db.providerHold.findUnique({ where: { provider } })
      return row && providerHoldOf(row)
    },
    async heldTimes(runId, provider) {
      if (!isUuid(runId)) return []
      const where = { runId, type: 'ProviderHeld', data: { path: ['provider'], equals: provider } }
      const told = (await db.event.findMany({ where, orderBy: { sequence: 'asc' } })).map(eventOf)
      return told.flatMap((event) => (event.type === 'ProviderHeld' ? [event.data.until] : []))
    },
  }
}

export function providerHoldWrites(db: Connection): ProviderHoldWrites {
  return {
    async putProviderHold(hold) {
      const row = providerHoldRow(hold)
      await db.providerHold.upsert({ where: { provider: hold.provider }, create: row, update: row })
    },
    async deleteProviderHold(provider) {
      await db.providerHold.deleteMany({ where: { provider } })
    },
  }
}
