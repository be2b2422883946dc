/** Real databases for tests, each of its own and gone with `close`. */
import type { Database } from '../database/database.ts'
import { openTestPglite } from './test-pglite.ts'
import { openTestPostgres } from './test-postgres.ts'

export * from './sample-records.ts'

export interface TestDatabase extends Database {
  /** Of the PostgreSQL database, for a second server on it; null for the embedded one. */
  readonly url: string | null
}

export const TEST_DATABASES = ['pglite', 'postgres'] as const
export type TestDatabaseKind = (typeof TEST_DATABASES)[number]

/** An empty, migrated database: `pglite` in a folder of its own in about 0.7 s, `postgres` on this process's server. */
export async function openTestDatabase(kind: TestDatabaseKind): Promise<TestDatabase> {
  return kind === 'pglite' ? openTestPglite() : openTestPostgres()
}
