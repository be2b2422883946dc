/** Real databases for tests, and records to put into them. */
import { systemClock } from '@coppice/engine/ports/clock'
import { type Database, openServer } from '../database/database.ts'
import type { TestDatabase } from './test-database.ts'
import { openTestPglite } from './test-pglite.ts'
import { openTestPostgres } from './test-postgres.ts'

export { countStatements } from './count-statements.ts'
export { preparedHome } from './prepared-home.ts'
export * from './sample-records.ts'
export { claimForTest, runOutLease } from './test-claim.ts'
export type { TestDatabase } from './test-database.ts'

export { createTestDatabase, dropTestDatabase } from './test-postgres.ts'

export const TEST_DATABASES = ['pglite', 'postgres'] as const
export type TestDatabaseKind = (typeof TEST_DATABASES)[number]

/** Opens an empty, migrated database: `pglite` in a folder of its own, `postgres` on the server of this process. */
export async function openTestDatabase(kind: TestDatabaseKind): Promise<TestDatabase> {
  return kind === 'pglite' ? openTestPglite() : openTestPostgres()
}

/** Opens a PostgreSQL database once more, as another server does. */
export async function openBeside({ url }: TestDatabase): Promise<Database> {
  if (url === null) throw new Error('only one process opens an embedded database')
  return openServer(url, systemClock)
}
