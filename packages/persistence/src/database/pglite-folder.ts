import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseDamaged, DatabaseUnusable, onlyLine } from './pglite-problems.ts'

/** The major version of PostgreSQL that PGlite contains. */
export const POSTGRES_VERSION = '18'

/** Some of the folders that every database of PostgreSQL has. */
const PARTS = ['base', 'global', 'pg_wal']

/**
 * Checks whether there is a database at `path`. If PGlite finds no PG_VERSION, it creates a new database and overwrites existing files. So
 * this function refuses a folder with other content.
 *
 * @returns false when the database must be created
 * @throws DatabaseUnusable, DatabaseDamaged
 */
export async function hasDatabase(path: string): Promise<boolean> {
  const found = await stat(path).catch(ifAbsent)
  if (found === null) return false
  if (!found.isDirectory()) throw notOurs(path, 'is not a folder')
  const names = await readdir(path)
  if (names.length === 0) return false
  if (!names.some((name) => PARTS.includes(name) || name === 'PG_VERSION'))
    throw notOurs(path, `contains other files (${onlyLine(names[0] ?? '')}${names.length > 1 ? ', …' : ''})`)
  await assertVersion(path)
  return true
}

async function assertVersion(path: string): Promise<void> {
  const text = await readFile(join(path, 'PG_VERSION'), 'utf8').catch(ifAbsent)
  if (text === null) throw new DatabaseDamaged(path, 'its file PG_VERSION is missing')
  const version = text.trim()
  if (version === POSTGRES_VERSION) return
  if (!/^\d{1,3}$/.test(version)) throw new DatabaseDamaged(path, 'its file PG_VERSION is damaged')
  throw new DatabaseUnusable(
    `The database in ${path} has the format of PostgreSQL ${version}, but this version of Coppice uses PostgreSQL ${POSTGRES_VERSION}. Start the version of Coppice that created the database, or set COPPICE_HOME to another folder.`,
  )
}

const notOurs = (path: string, why: string): DatabaseUnusable =>
  new DatabaseUnusable(
    `Coppice cannot keep its database in ${path}, because this path ${why}. Move these files away, or set COPPICE_HOME to another folder.`,
  )

function ifAbsent(error: NodeJS.ErrnoException): null {
  if (error.code !== 'ENOENT') throw error
  return null
}
