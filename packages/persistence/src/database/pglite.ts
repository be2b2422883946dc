import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readdir, rename, rm } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { closeDatabase } from '../folder/close-to-others.ts'
import { migrate, type SqlSession } from '../migrations/migrate.ts'
import type { Migration } from '../migrations/migration-files.ts'
import { StartProblem } from '../start-problem.ts'
import { useFastCompiler } from './baseline-compiler.ts'
import { makePglite } from './make-pglite.ts'
import { hasDatabase } from './pglite-folder.ts'
import { DatabaseDamaged, DatabaseUnusable, damageIn } from './pglite-problems.ts'
import { START_PARAMETERS } from './start-parameters.ts'

/**
 * Opens the embedded database at `path`. It creates and migrates the database if needed. The caller must have the lock of the data folder:
 * PGlite takes no lock, and commits would be lost if two processes had the database open.
 *
 * A commit survives a kill of the process, but not a power cut, because PGlite runs with fsync off.
 */
export async function openPglite(path: string): Promise<PGlite> {
  useFastCompiler()
  await removeUnfinished(path)
  if (await hasDatabase(path))
    return open(path).catch((error: unknown) => {
      throw asDamage(path, error)
    })
  return make(path).catch((error: unknown) => {
    throw notMade(path, error)
  })
}

const PREFIX_OF_UNFINISHED = '.unfinished-'

/** Removes what a kill left when it interrupted the creation of the database. Nothing was stored in it. */
async function removeUnfinished(path: string): Promise<void> {
  const remove = (name: string) => rm(name, { recursive: true, force: true })
  // Older versions created the database directly at `path`. While they did, this file existed.
  const making = `${path}.making`
  if (existsSync(making)) {
    await remove(path)
    await remove(making)
  }
  const prefix = basename(path) + PREFIX_OF_UNFINISHED
  const names = existsSync(dirname(path)) ? await readdir(dirname(path)) : []
  for (const name of names) if (name.startsWith(prefix)) await remove(`${dirname(path)}/${name}`)
}

/** Turns an error about the files of the embedded database into a StartProblem. It returns any other error unchanged. */
export function asDamage(path: string, error: unknown): unknown {
  const why = error instanceof StartProblem ? null : damageIn(error)
  return why === null ? error : new DatabaseDamaged(path, why, { cause: error })
}

function notMade(path: string, error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException
  if (code === 'EXDEV' || code === 'EBUSY')
    return new DatabaseUnusable(
      `The database could not be created in ${path} (${code}), because another disk is mounted there. Unmount it, and mount the whole data folder (COPPICE_HOME) instead.`,
      { cause: error },
    )
  const why = error instanceof StartProblem ? null : damageIn(error)
  if (why === null) return error
  return new DatabaseUnusable(
    `The database could not be created in ${path} (${why}). Make sure that the disk has free space and is writable, then start again.`,
    { cause: error },
  )
}

async function make(path: string): Promise<PGlite> {
  const unfinished = `${path}${PREFIX_OF_UNFINISHED}${randomUUID()}`
  await makePglite(unfinished)
  await rename(unfinished, path)
  return open(path)
}

async function open(path: string): Promise<PGlite> {
  const pglite = await PGlite.create(path, { startParams: START_PARAMETERS })
  try {
    await migratePglite(pglite)
    await closeDatabase(path)
    return pglite
  } catch (error) {
    await pglite.close().catch(() => {}) // PGlite may have ended already.
    throw error
  }
}

/** @returns the names of the applied migrations */
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
