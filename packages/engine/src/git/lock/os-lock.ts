import { DatabaseSync } from 'node:sqlite'

const SQLITE_BUSY = 5

/**
 * Takes a lock that excludes other processes. The operating system releases the lock when its process dies. The lock is an exclusive
 * transaction on an empty SQLite database, which writes nothing. Node has no file locks, and a file with a process id would remain
 * after its process has died.
 * @returns a function that releases the lock, or null when another process has the lock
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
