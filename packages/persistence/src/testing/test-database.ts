import type { Database } from '../database/database.ts'

/** Of its own for each that opens one; gone with `close`. */
export interface TestDatabase extends Database {
  /** Of the PostgreSQL database, for a second server on it; null for the embedded one. */
  readonly url: string | null
}
