import type { StoreReads, StoreTransaction } from '@coppice/engine'
import type { Connection } from './connection.ts'
import { providerHoldOf, providerHoldRow } from './rows.ts'

type ProviderHoldReads = Pick<StoreReads, 'providerHolds' | 'providerHold'>
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
