import type { Database } from '../database/database.ts'

/** A database for one test. `close` removes it, or empties it for another test. */
export interface TestDatabase extends Database {
  /** The URL of the PostgreSQL database, with which a second server can open it. It is null for the embedded database. */
  readonly url: string | null
}
