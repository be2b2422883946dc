/** Opens real databases for tests, and creates sample records. */
import { systemClock } from '@coppice/engine/ports/clock'
import { type Database, openServer } from '../database/database.ts'
import type { TestDatabase } from './test-database.ts'
import { openTestPglite } from './test-pglite.ts'
import { openTestPostgres } from './test-postgres.ts'

export { countStatements } from './count-statements.ts'
export { fillLedger } from './large-ledger.ts'
export { preparedHome } from './prepared-home.ts'
export * from './sample-records.ts'
export { claimForTest, runOutLease } from './test-claim.ts'
export type { TestDatabase } from './test-database.ts'
export { createTestDatabase, dropTestDatabase } from './test-postgres.ts'
export { TOTALS_OF_SUMS } from './totals-of-sums.ts'

export const TEST_DATABASES = ['pglite', 'postgres'] as const
export type TestDatabaseKind = (typeof TEST_DATABASES)[number]

/** Opens an empty, migrated database: `pglite` in this process, `postgres` on a server that this process starts. */
export async function openTestDatabase(kind: TestDatabaseKind): Promise<TestDatabase> {
  return kind === 'pglite' ? openTestPglite() : openTestPostgres()
}

/** Opens the same PostgreSQL database a second time, as another server does. */
export async function openBeside({ url }: TestDatabase): Promise<Database> {
  if (url === null) throw new Error('an embedded database cannot be opened twice')
  return openServer(url, systemClock)
}
