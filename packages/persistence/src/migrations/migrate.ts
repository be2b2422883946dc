/**
 * Brings a database to the schema of this version. All missing migrations are one transaction, so after a kill either all or none are
 * applied. A migration must not contain a statement that PostgreSQL refuses in a transaction, such as CREATE INDEX CONCURRENTLY.
 *
 * Applied migrations are recorded in Prisma's own table `_prisma_migrations`, so that `prisma migrate` works with the same database.
 * Prisma's engine was rejected: it applies scripts one by one, and after a kill in between it refuses the database (P3009).
 */
import { randomUUID } from 'node:crypto'
import { StartProblem } from '../start-problem.ts'
import { type Migration, readMigrations } from './migration-files.ts'

/** One session of a database. */
export interface SqlSession {
  /** Runs one or more statements without parameters, separated by `;`. */
  run(script: string): Promise<void>
  rows<Row>(sql: string, parameters?: readonly unknown[]): Promise<Row[]>
}

/** A later version of Coppice has used the database. */
export class DatabaseTooNew extends StartProblem {
  constructor(unknown: readonly string[]) {
    super(
      `A newer version of Coppice has used the database (it has the migrations ${unknown.join(', ')}). To continue, start that version or a later one. Or use another data folder (COPPICE_HOME) or database (DATABASE_URL).`,
    )
  }
}

/** The database has tables of another program, or `prisma migrate` has failed halfway. */
export class DatabaseUnfit extends StartProblem {}

/** The number of the advisory lock. It is arbitrary, but differs from the number of Prisma, 72707369. */
const LOCK = 0x0c0_991ce

/**
 * Applies the missing migrations, in the caller's transaction. Servers that start at the same time wait for the first one.
 *
 * @returns the names of the applied migrations
 * @throws DatabaseTooNew, DatabaseUnfit
 */
export async function migrate(session: SqlSession, migrations?: readonly Migration[]): Promise<string[]> {
  await session.rows('SELECT pg_advisory_xact_lock($1)', [LOCK])
  const pending = pendingMigrations(migrations ?? (await readMigrations()), await appliedMigrations(session))
  for (const migration of pending) await apply(session, migration)
  return pending.map((migration) => migration.name)
}

interface AppliedMigration {
  name: string
  finished: boolean
}

/** Returns the migrations that the database does not have yet. @throws when it has a migration of a later version, or an unfinished one */
function pendingMigrations(
  migrations: readonly Migration[],
  applied: readonly AppliedMigration[],
): readonly Migration[] {
  const failed = applied.find((migration) => !migration.finished)
  if (failed) {
    throw new DatabaseUnfit(
      `The migration ${failed.name} of the database was started by prisma migrate and has not finished. Run "prisma migrate resolve", then start again.`,
    )
  }
  const known = new Set(migrations.map((migration) => migration.name))
  const unknown = applied.map((migration) => migration.name).filter((name) => !known.has(name))
  if (unknown.length > 0) throw new DatabaseTooNew(unknown)
  const done = new Set(applied.map((migration) => migration.name))
  return migrations.filter((migration) => !done.has(migration.name))
}

async function appliedMigrations(session: SqlSession): Promise<AppliedMigration[]> {
  const tables = await session.rows<{ name: string }>(
    'SELECT tablename::text AS name FROM pg_tables WHERE schemaname = current_schema()',
  )
  if (tables.length === 0) await session.run(MIGRATIONS_TABLE)
  else if (!tables.some((table) => table.name === '_prisma_migrations')) {
    throw new DatabaseUnfit(
      `The database contains tables of another program (${tables[0]?.name}, …). Set DATABASE_URL to a database that only Coppice uses.`,
    )
  }
  return session.rows<AppliedMigration>(
    `SELECT migration_name AS name, finished_at IS NOT NULL AS finished
     FROM _prisma_migrations WHERE rolled_back_at IS NULL ORDER BY started_at`,
  )
}

async function apply(session: SqlSession, migration: Migration): Promise<void> {
  await session.run(migration.script)
  await session.rows(
    `INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
     VALUES ($1, $2, $3, now(), clock_timestamp(), 1)`,
    [randomUUID(), migration.checksum, migration.name],
  )
}

/** The same table that Prisma's engine creates. */
const MIGRATIONS_TABLE = `CREATE TABLE _prisma_migrations (
  id VARCHAR(36) PRIMARY KEY NOT NULL,
  checksum VARCHAR(64) NOT NULL,
  finished_at TIMESTAMPTZ,
  migration_name VARCHAR(255) NOT NULL,
  logs TEXT,
  rolled_back_at TIMESTAMPTZ,
  started_at TIMESTAMPTZ NOT NULL DEFAULT now(),
  applied_steps_count INTEGER NOT NULL DEFAULT 0
)`
