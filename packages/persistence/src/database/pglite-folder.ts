import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseDamaged, DatabaseUnusable, onlyLine } from './pglite-problems.ts'

/** The major version of PostgreSQL that PGlite contains. */
export const POSTGRES_VERSION = '18'

/** Some files that every database of PostgreSQL has. */
const PARTS = ['base', 'global', 'pg_wal']

/**
 * Checks whether a database lies at `path`. PGlite makes a new one wherever it finds no PG_VERSION and overwrites what is there, so
 * this refuses a folder that has other content.
 * @returns false when the database must be made
 */
export async function hasDatabase(path: string): Promise<boolean> {
  const found = await stat(path).catch(ifAbsent)
  if (found === null) return false
  if (!found.isDirectory()) throw notOurs(path, 'it is no folder')
  const names = await readdir(path)
  if (names.length === 0) return false
  if (!names.some((name) => PARTS.includes(name) || name === 'PG_VERSION'))
    throw notOurs(path, `it holds other files (${onlyLine(names[0] ?? '')}${names.length > 1 ? ', …' : ''})`)
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
    `The database in ${path} is one of PostgreSQL ${version}; this version of Coppice uses ${POSTGRES_VERSION}. Start the version of Coppice that made it, or set COPPICE_HOME to another folder.`,
  )
}

const notOurs = (path: string, why: string): DatabaseUnusable =>
  new DatabaseUnusable(
    `There is no database of Coppice in ${path}: ${why}. Move that away, or set COPPICE_HOME to another folder.`,
  )

function ifAbsent(error: NodeJS.ErrnoException): null {
  if (error.code !== 'ENOENT') throw error
  return null
}
