import type { Clock, Store } from '@coppice/engine'
import { PrismaClient } from '@coppice/prisma'
import type { PGlite } from '@electric-sql/pglite'
import { type ClaimOptions, claimDatabase } from '../claim/claim-database.ts'
import type { KeptClaim } from '../claim/kept-claim.ts'
import type { DataFolder } from '../folder/data-folder.ts'
import { createHints } from '../store/hints.ts'
import { createRecentEvents } from '../store/recent-events.ts'
import { createStore } from '../store/store.ts'
import { closable } from './closable.ts'
import type { Driver } from './driver.ts'
import { asDamage, openPglite } from './pglite.ts'
import { pgliteDriver } from './pglite-driver.ts'
import { openPostgres } from './postgres.ts'
import { assertPostgresUrl } from './postgres-problems.ts'
import { preparedOn, type RunPrepared } from './prepared-statements.ts'
import { withTruthfulCommit } from './truthful-commit.ts'

export interface Database {
  /** For the reads of the API, and for its writes of tokens and console sessions. All other writes use the store. */
  readonly prisma: PrismaClient
  readonly store: Store
  /** Turns an error about a damaged embedded database into a StartProblem. It returns any other error unchanged. */
  asStartProblem(error: unknown): unknown
  /** Refuses new work, waits for the work in progress, and closes every connection. */
  close(): Promise<void>
  /** Takes the claim, so that this server carries out the runs (R6). @throws DatabaseHeld when another server has it */
  claim(options: ClaimOptions): Promise<KeptClaim>
}

export interface DatabaseOptions {
  /** The URL of a PostgreSQL server. When absent, the embedded database in `folder` is used. */
  url?: string
  /** The data folder, whose lock this process has. Without the lock, no process may open the embedded database in it. */
  folder: DataFolder
  clock: Clock
}

/**
 * Opens the database and applies missing migrations.
 *
 * @throws a StartProblem when the database cannot be reached, does not belong to Coppice, or was used by a newer version
 */
export async function openDatabase({ url, folder, clock }: DatabaseOptions): Promise<Database> {
  return url ? openServer(url, clock) : openEmbedded(folder.databasePath, clock)
}

/** Opens a database on a PostgreSQL server. Other servers may write to it, so the store also polls for their events. */
export async function openServer(url: string, clock: Clock): Promise<Database> {
  assertPostgresUrl(url)
  return databaseOver(await openPostgres(url), {
    ...{ clock, shared: true, close: async () => {} },
    asStartProblem: (error) => error,
  })
}

/** Opens the embedded database (PGlite) in the folder `path`. */
export async function openEmbedded(path: string, clock: Clock): Promise<Database> {
  const pglite = await openPglite(path)
  return databaseOn(pglite, { path, clock, close: () => pglite.close() })
}

/** Returns a database on an open PGlite. `close` is called at the end, when nothing uses PGlite any more. */
export const databaseOn = (
  pglite: PGlite,
  { path, clock, close }: { path: string; clock: Clock; close: () => Promise<void> },
): Database =>
  databaseOver(pgliteDriver(pglite), {
    ...{ clock, shared: false, close },
    asStartProblem: (error) => asDamage(path, error),
  })

/** In ms. `maxWait`: how long a transaction waits for a connection; PGlite has only one. `timeout`: how long a transaction may take. */
const TRANSACTION = { maxWait: 120_000, timeout: 60_000 }

function databaseOver(
  { factory: driver, pool }: Driver,
  {
    clock,
    shared,
    close,
    asStartProblem,
  }: { clock: Clock; shared: boolean; close: () => Promise<void> } & Pick<Database, 'asStartProblem'>,
): Database {
  const { factory: adapter, close: allEnded, admit } = closable(withTruthfulCommit(driver))
  const prisma = new PrismaClient({ adapter, transactionOptions: TRANSACTION, errorFormat: 'minimal' })
  const prepared = preparedOn(pool)
  const runPrepared: RunPrepared = (sql, parameters) => admit(() => prepared(sql, parameters))
  const hints = createHints(shared ? { prisma, clock } : null)
  return {
    prisma,
    asStartProblem,
    store: createStore({
      prisma,
      runPrepared,
      hints,
      recent: createRecentEvents(shared ? hints.lastSequence : null),
      clock,
      shared,
    }),
    claim: (options) => claimDatabase({ prisma, clock, shared }, options),
    async close() {
      hints.close()
      await allEnded()
      await prisma.$disconnect()
      // If any query was made, Prisma has already ended the pool.
      if (!pool.ended) await pool.end()
      await close()
    },
  }
}
