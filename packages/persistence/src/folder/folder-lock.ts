/**
 * A lock between processes. The operating system releases it when its owner dies and keeps it while the owner is frozen. It is the
 * record lock of an SQLite database in an exclusive transaction that never ends. Node has no file locks. A pid file outlives its
 * owner, and a heartbeat mistakes a frozen owner for a dead one.
 *
 * Record locks belong to the process: if any other code of the process opened and closed the file, the lock would be gone.
 */
import { existsSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as wait } from 'node:timers/promises'

export interface FolderLock {
  release(): void
}

const SQLITE_BUSY = 5

/**
 * Two processes that start at the same instant may block each other, because both hold SQLite's shared lock when they ask for more.
 * So a process that fails releases its lock and tries again after a random wait. A real holder keeps the lock through all tries.
 */
const TRIES = 8
const LONGEST_WAIT_MS = 40

/** @returns null when another process, or an earlier call, holds the lock */
export async function takeLock(file: string): Promise<FolderLock | null> {
  for (let attempt = 1; ; attempt++) {
    const lock = tryLock(file)
    if (lock !== null || attempt === TRIES) return lock
    await wait(1 + Math.random() * LONGEST_WAIT_MS)
  }
}

/**
 * Checks whether another process holds the lock, without taking it. The holder must not call this: it would lose its own lock (see
 * above). A process that tries to take the lock at this instant tries again.
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
