import type { StoreReads, StoreTransaction } from '@coppice/engine'
import { asJson } from './bulk.ts'
import type { Connection } from './connection.ts'
import { insertEntriesSql, sumEntriesSql } from './ledger-sql.ts'
import { ledgerEntryOf, ledgerEntryRow } from './rows.ts'
import { isUuid } from './uuid.ts'

type LedgerWrites = Pick<StoreTransaction, 'insertLedgerEntries'>

export function ledgerReads(db: Connection): Pick<StoreReads, 'ledgerEntries'> {
  return {
    async ledgerEntries(sessionId) {
      if (!isUuid(sessionId)) return []
      const orderBy = [{ at: 'asc' }, { requestId: 'asc' }] as const
      return (await db.ledgerEntry.findMany({ where: { sessionId }, orderBy: [...orderBy] })).map(ledgerEntryOf)
    },
  }
}

export function ledgerWrites(db: Connection): LedgerWrites {
  return {
    async insertLedgerEntries(sessionId, entries) {
      if (!isUuid(sessionId)) return
      const sql = `WITH ledger AS (${insertEntriesSql('$1::jsonb')}), ${sumEntriesSql} SELECT 1`
      await db.$queryRawUnsafe(sql, asJson(entries.map((entry) => ledgerEntryRow(sessionId, entry))))
    },
  }
}
