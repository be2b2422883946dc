import { DatabaseSync } from 'node:sqlite'

const SQLITE_BUSY = 5

/**
 * Takes a lock between processes that the operating system releases when its owner dies: an exclusive transaction on an empty SQLite
 * database, which never writes a byte. Node has no file locks, and a pid file outlives its owner.
 * @returns how to release the lock, or null when somebody holds it
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
