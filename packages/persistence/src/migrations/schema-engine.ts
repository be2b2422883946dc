/** Prisma's own schema engine, which compares the migrations with schema.prisma. It serves making and testing migrations, never a start. */
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
 * Makes the SQL that leads from the migrations to schema.prisma. The engine's `createMigration` refuses the shadow database of a
 * driver adapter; `diff` accepts it.
 * @returns null when they agree
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

/** Does what `prisma migrate deploy` does: applies the migrations that Prisma finds missing. @returns their names */
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
