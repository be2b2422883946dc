import { createHash, randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { cp, mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { systemClock } from '@coppice/engine/ports/clock'
import type { PGlite } from '@electric-sql/pglite'
import { databaseOn } from '../database/database.ts'
import { openPglite } from '../database/pglite.ts'
import { readMigrations } from '../migrations/migration-files.ts'
import type { TestDatabase } from './test-database.ts'

interface EmptyPglite {
  pglite: PGlite
  path: string
  /** What the migrations made, by number. */
  schema: string
}

/** The databases of this process that no test uses now. They are empty. */
const unused: EmptyPglite[] = []

/**
 * Opens an empty, migrated database. A PGlite whose test has ended is emptied and used again: that takes about 20 ms, and to open a new one
 * takes a second of processor time.
 */
export async function openTestPglite(): Promise<TestDatabase> {
  const own = unused.pop() ?? (await newPglite())
  const database = databaseOn(own.pglite, { path: own.path, clock: systemClock, close: () => giveBack(own) })
  return { ...database, url: null }
}

async function newPglite(): Promise<EmptyPglite> {
  const path = join(await mkdtemp(join(tmpdir(), 'coppice-pglite-')), 'database')
  await copyTestPglite(path)
  const pglite = await openPglite(path)
  return { pglite, path, schema: await schemaOf(pglite) }
}

/** Empties a database for the next test. One that is damaged, or whose schema a test has changed, is removed. */
async function giveBack(own: EmptyPglite): Promise<void> {
  if (unused.includes(own)) return
  const { pglite, path, schema } = own
  try {
    await pglite.exec(EMPTY)
    if ((await schemaOf(pglite)) === schema) return void unused.push(own)
  } catch {
    // A test may have damaged the database.
  }
  await pglite.close().catch(() => {})
  await rm(dirname(path), { recursive: true, force: true })
}

async function schemaOf(pglite: PGlite): Promise<string> {
  const { rows } = await pglite.query(SCHEMA)
  return JSON.stringify(rows)
}

const SCHEMA = `SELECT (SELECT count(*) FROM pg_class) AS tables, (SELECT count(*) FROM pg_attribute) AS columns, (SELECT count(*) FROM pg_trigger) AS triggers,
  (SELECT count(*) FROM pg_constraint) AS constraints, (SELECT count(*) FROM pg_proc) AS functions`

const EMPTY = `ROLLBACK;
RESET ALL;
DO $$
DECLARE made record;
BEGIN
  SET LOCAL session_replication_role = replica;
  FOR made IN SELECT relname AS name, relkind AS kind FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relname <> '_prisma_migrations' AND relkind IN ('r', 'S')
  LOOP
    IF made.kind = 'r' THEN EXECUTE format('DELETE FROM %I', made.name);
    ELSE EXECUTE format('ALTER SEQUENCE %I RESTART', made.name);
    END IF;
  END LOOP;
END $$`

/** Copies an empty, migrated database to `path`. */
export async function copyTestPglite(path: string): Promise<void> {
  await cp(await original(), path, { recursive: true })
}

const CACHE = fileURLToPath(new URL('../../node_modules/.cache/pglite/', import.meta.url))

async function original(): Promise<string> {
  const path = join(CACHE, await fingerprint())
  if (existsSync(path)) return path
  await mkdir(CACHE, { recursive: true })
  const draft = `${path}.${randomUUID()}`
  await (await openPglite(draft)).close()
  // The rename fails if another process has created the same original first. Then that one is used.
  await rename(draft, path).catch(() => rm(draft, { recursive: true }))
  return path
}

async function fingerprint(): Promise<string> {
  const pglite = await readFile(fileURLToPath(import.meta.resolve('@electric-sql/pglite')))
  const hash = createHash('sha256').update(pglite)
  for (const migration of await readMigrations()) hash.update(migration.checksum)
  return hash.digest('hex').slice(0, 16)
}
