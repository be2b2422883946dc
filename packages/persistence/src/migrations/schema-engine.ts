/** Compares migrations with schema.prisma by Prisma's schema engine. It is used to create and test migrations, and never by a server. */
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { MIGRATIONS_FOLDER, SCHEMA_FILE } from '@coppice/prisma/folders'
import {
  bindMigrationAwareSqlAdapterFactory,
  type SqlMigrationAwareDriverAdapterFactory,
} from '@prisma/driver-adapter-utils'
import { type MigrationList, SchemaEngine } from '@prisma/schema-engine-wasm'
import { type Migration, readMigrations } from './migration-files.ts'

const FILTERS = { externalTables: [], externalEnums: [] }
const LOCK_FILE = 'migration_lock.toml'
const NOTHING = '-- This is an empty migration.'

type Adapter = SqlMigrationAwareDriverAdapterFactory

/**
 * Returns the SQL that leads from the migrations to schema.prisma, or null when they agree. It uses `diff`, because the engine's
 * `createMigration` refuses a driver adapter as its shadow database.
 */
export async function schemaDrift(adapter: Adapter): Promise<string | null> {
  return withEngine(adapter, async (engine) => {
    const { stdout } = await engine.diff({
      from: { tag: 'migrations', ...(await migrationList()) },
      to: { tag: 'schemaDatamodel', ...(await schema()) },
      script: true,
      exitCode: null,
      filters: FILTERS,
    })
    return !stdout || stdout.trim() === NOTHING ? null : stdout
  })
}

/** Applies missing migrations as `prisma migrate deploy` does. @returns their names */
export async function deployByPrisma(adapter: Adapter): Promise<readonly string[]> {
  return withEngine(adapter, async (engine) => {
    const migrationsList = await migrationList()
    return (await engine.applyMigrations({ migrationsList, filters: FILTERS })).appliedMigrationNames
  })
}

async function withEngine<T>(adapter: Adapter, work: (engine: SchemaEngine) => Promise<T>): Promise<T> {
  const { files } = await schema()
  const engine = await SchemaEngine.new(
    { datamodels: files.map((file) => [file.path, file.content]) },
    () => {},
    bindMigrationAwareSqlAdapterFactory(adapter),
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
