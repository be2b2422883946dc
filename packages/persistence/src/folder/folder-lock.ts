/**
 * A lock between processes. The operating system releases the lock when the process that has it ends, and keeps the lock while this process
 * is stopped. Node has no file locks, so the lock is an exclusive transaction of SQLite that never ends. Two alternatives were rejected: a
 * pid file stays after a crash, and a heartbeat mistakes a stopped process for a dead one.
 *
 * The lock belongs to the process. If any other code of the process opened and closed the file, the lock would be lost.
 */
import { existsSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as wait } from 'node:timers/promises'

export interface FolderLock {
  release(): void
}

const SQLITE_BUSY = 5

/**
 * How many times to try to take the lock. Two processes that start at the same time can block each other for a moment, because both have
 * SQLite's shared lock when they request the exclusive one. So a process that fails releases its shared lock and tries again after a random
 * wait.
 */
const TRIES = 8
const LONGEST_WAIT_MS = 40

/** Takes the lock of a data folder. @returns null when another process, or an earlier call, holds the lock */
export async function takeLock(file: string): Promise<FolderLock | null> {
  for (let attempt = 1; ; attempt++) {
    const lock = tryLock(file)
    if (lock !== null || attempt === TRIES) return lock
    await wait(1 + Math.random() * LONGEST_WAIT_MS)
  }
}

/**
 * Checks whether another process has the lock, without taking it. A process that itself has the lock must not call this, because it would
 * lose the lock. A process that tries to take the lock at this moment fails once and tries again.
 */
export function isLocked(file: string): boolean {
  if (!existsSync(file)) return false
  const database = new DatabaseSync(file, { readOnly: true })
  try {
    database.exec('SELECT count(*) FROM sqlite_schema')
    return false
  } catch (error) {
    if (isBusy(error)) return true
    throw error
  } finally {
    database.close()
  }
}

function tryLock(file: string): FolderLock | null {
  const database = new DatabaseSync(file)
  try {
    database.exec('BEGIN EXCLUSIVE')
    return { release: () => database.close() }
  } catch (error) {
    database.close()
    if (isBusy(error)) return null
    throw error
  }
}

const isBusy = (error: unknown): boolean =>
  error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY
