import { existsSync } from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import { PGlite } from '@electric-sql/pglite'
import { migrate, type SqlSession } from '../migrations/migrate.ts'
import type { Migration } from '../migrations/migration-files.ts'

/**
 * Opens the embedded database at `path`, made and migrated where needed. Two must never open one folder at once: PGlite takes no
 * lock and loses what the first one acknowledged, silently. Whoever calls holds the data folder's lock.
 *
 * A commit survives a kill of the process, not a power cut (PGlite runs with fsync off).
 */
export async function openPglite(path: string): Promise<PGlite> {
  // A kill while a new database is being made leaves a part of one, in which nothing was ever stored: begin again.
  const making = `${path}.making`
  if (existsSync(making)) await rm(path, { recursive: true, force: true })
  if (existsSync(path)) return open(path)
  await writeFile(making, '')
  const pglite = await open(path)
  await rm(making)
  return pglite
}

async function open(path: string): Promise<PGlite> {
  const pglite = await PGlite.create(path)
  try {
    await migratePglite(pglite)
    return pglite
  } catch (error) {
    await pglite.close()
    throw error
  }
}

/** Answers the names of the migrations that it applied. */
export function migratePglite(pglite: PGlite, migrations?: readonly Migration[]): Promise<string[]> {
  return pglite.transaction((tx) => migrate(sessionOf(tx), migrations))
}

type PgliteTransaction = Parameters<Parameters<PGlite['transaction']>[0]>[0]

function sessionOf(tx: PgliteTransaction): SqlSession {
  return {
    run: async (script) => void (await tx.exec(script)),
    rows: async <Row>(sql: string, parameters: readonly unknown[] = []) =>
      (await tx.query<Row>(sql, [...parameters])).rows,
  }
}
