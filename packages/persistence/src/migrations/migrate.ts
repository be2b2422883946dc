/**
 * Brings a database to this version's schema. It keeps Prisma's own table `_prisma_migrations`, so that `prisma migrate` works with
 * the same folder. It does not use Prisma's engine, which runs and records scripts one by one: a kill in between leaves a database
 * that the engine then refuses (P3009). Here everything is one transaction, so a kill leaves the migration done or untouched.
 * A migration therefore cannot contain what PostgreSQL refuses in a transaction, such as CREATE INDEX CONCURRENTLY.
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
      `The database was used by a newer version of Coppice (it has ${unknown.join(', ')}): start that version or a later one, or use another data folder or database.`,
    )
  }
}

/** The database does not belong to Coppice, or another tool migrated it halfway. */
export class DatabaseUnfit extends StartProblem {}

/** A number that no other user of the database takes. Prisma uses 72707369. */
const LOCK = 0x0c0_991ce

/** Runs in the caller's transaction. Servers that start at the same time wait here for the first. @returns the names of the applied migrations */
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

/** Throws when the database has migrations that this version does not know, or when one of them has failed. */
function pendingMigrations(
  migrations: readonly Migration[],
  applied: readonly AppliedMigration[],
): readonly Migration[] {
  const failed = applied.find((migration) => !migration.finished)
  if (failed) {
    throw new DatabaseUnfit(
      `Migration ${failed.name} of the database was begun by prisma migrate and has not ended: settle it with "prisma migrate resolve", then start again.`,
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
      `The database holds tables that are not Coppice's (${tables[0]?.name}, …): give it a database of its own in DATABASE_URL.`,
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

/** The table as Prisma's engine makes it. */
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
