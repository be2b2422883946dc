import { createHash, randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { cp, mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { systemClock } from '@coppice/engine/ports/clock'
import { openEmbedded } from '../database/database.ts'
import { openPglite } from '../database/pglite.ts'
import { readMigrations } from '../migrations/migration-files.ts'
import type { TestDatabase } from './test-database.ts'

/**
 * Opens a fresh copy of an empty, migrated database, because PGlite needs about 5 s to create a database and 0.7 s to open a copy. The
 * original is cached per PGlite version and set of migrations.
 */
export async function openTestPglite(): Promise<TestDatabase> {
  const folder = await mkdtemp(join(tmpdir(), 'coppice-pglite-'))
  const path = join(folder, 'database')
  await copyTestPglite(path)
  const database = await openEmbedded(path, systemClock)
  return {
    ...database,
    url: null,
    async close() {
      await database.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

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
