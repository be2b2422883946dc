/** Prisma's own schema engine over a PGlite in memory: compares migrations with schema.prisma. Never part of a start. */
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { MIGRATIONS_FOLDER, SCHEMA_FILE } from '@coppice/prisma/folders'
import { PGlite } from '@electric-sql/pglite'
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils'
import { type MigrationList, SchemaEngine } from '@prisma/schema-engine-wasm'
import { pgliteAdapter } from '../database/pglite-adapter.ts'
import { type Migration, readMigrations } from './migration-files.ts'

const FILTERS = { externalTables: [], externalEnums: [] }
const LOCK_FILE = 'migration_lock.toml'
const NOTHING = '-- This is an empty migration.'

/** The SQL that leads from the migrations to schema.prisma; null where they agree. (The engine's `createMigration` refuses a driver adapter's shadow database; `diff` takes it.) */
export async function schemaDrift(): Promise<string | null> {
  const pglite = new PGlite()
  try {
    return await withEngine(pglite, async (engine) => {
      const { stdout } = await engine.diff({
        from: { tag: 'migrations', ...(await migrationList()) },
        to: { tag: 'schemaDatamodel', ...(await schema()) },
        script: true,
        exitCode: null,
        filters: FILTERS,
      })
      return !stdout || stdout.trim() === NOTHING ? null : stdout
    })
  } finally {
    await pglite.close()
  }
}

/** Applies what Prisma finds missing in a database, and answers its names: how `prisma migrate deploy` sees one that we migrated. */
export async function deployByPrisma(pglite: PGlite): Promise<readonly string[]> {
  return withEngine(pglite, async (engine) => {
    const { appliedMigrationNames } = await engine.applyMigrations({
      migrationsList: await migrationList(),
      filters: FILTERS,
    })
    return appliedMigrationNames
  })
}

async function withEngine<T>(pglite: PGlite, work: (engine: SchemaEngine) => Promise<T>): Promise<T> {
  const { files } = await schema()
  const engine = await SchemaEngine.new(
    { datamodels: files.map((file) => [file.path, file.content]) },
    () => {},
    bindMigrationAwareSqlAdapterFactory(pgliteAdapter(pglite)),
  )
  try {
    return await work(engine)
  } finally {
    engine.free()
  }
}

async function schema(): Promise<{ files: { path: string; content: string }[] }> {
  return { files: [{ path: fileURLToPath(SCHEMA_FILE), content: await readFile(SCHEMA_FILE, 'utf8') }] }
}

async function migrationList(): Promise<MigrationList> {
  return {
    baseDir: fileURLToPath(MIGRATIONS_FOLDER),
    lockfile: { path: LOCK_FILE, content: await readFile(new URL(LOCK_FILE, MIGRATIONS_FOLDER), 'utf8') },
    shadowDbInitScript: '',
    migrationDirectories: (await readMigrations()).map(directory),
  }
}

function directory({ name, script }: Migration): MigrationList['migrationDirectories'][number] {
  return { path: name, migrationFile: { path: 'migration.sql', content: { tag: 'ok', value: script } } }
}
