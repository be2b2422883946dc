import type { StoreTransaction } from '@coppice/engine'
import { asJson } from './bulk.ts'
import type { Connection } from './connection.ts'
import { insertEntriesSql, sumEntriesSql } from './ledger-sql.ts'
import { ledgerEntryRow } from './rows.ts'
import { isUuid } from './uuid.ts'

type LedgerWrites = Pick<StoreTransaction, 'insertLedgerEntries'>

export function ledgerWrites(db: Connection): LedgerWrites {
  return {
    async insertLedgerEntries(sessionId, entries) {
      if (!isUuid(sessionId)) return
      const sql = `WITH ledger AS (${insertEntriesSql('$1::jsonb')}), ledger_sum AS (${sumEntriesSql}) SELECT 1`
      await db.$queryRawUnsafe(sql, asJson(entries.map((entry) => ledgerEntryRow(sessionId, entry))))
    },
  }
}
