import { DatabaseSync } from 'node:sqlite'

const SQLITE_BUSY = 5

/**
 * A lock between processes that the operating system takes back when its owner dies: an exclusive transaction on an empty SQLite
 * database, which never writes a byte. (Node has no file locks; a pid file outlives its owner.) Answers how to give it back, or null
 * where somebody holds it.
 */
export function tryOsLock(file: string): (() => void) | null {
  const database = new DatabaseSync(file, { timeout: 0 })
  try {
    database.exec('BEGIN EXCLUSIVE')
    return () => database.close()
  } catch (error) {
    database.close()
    if (isBusy(error)) return null
    throw error
  }
}

const isBusy = (error: unknown): boolean =>
  error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY
