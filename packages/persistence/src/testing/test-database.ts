import type { Database } from '../database/database.ts'

/** Each caller gets a database of its own, which `close` removes. */
export interface TestDatabase extends Database {
  /** The URL of the PostgreSQL database, for a second server on it. Is null for the embedded database. */
  readonly url: string | null
}
