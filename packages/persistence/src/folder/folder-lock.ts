/**
 * A lock between processes that the operating system gives free when its owner dies, and keeps while the owner is frozen: the
 * record lock of an SQLite database in an exclusive transaction that never ends. (Node has no file locks; a pid file outlives its
 * owner, and a heartbeat takes a frozen owner for a dead one.)
 *
 * Record locks belong to the process: were any other code of it to open and close the file, the lock would be gone. Nothing does.
 */
import { existsSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as wait } from 'node:timers/promises'

export interface FolderLock {
  release(): void
}

const SQLITE_BUSY = 5

/**
 * Two that come at the same instant may each stop the other (both hold SQLite's shared lock when they ask for more): so the one
 * that fails lets go and comes back after a while that differs for each. A holder stays: the last failure is the answer.
 */
const TRIES = 8
const LONGEST_WAIT_MS = 40

/** Null where another process (or an earlier call) holds it. */
export async function takeLock(file: string): Promise<FolderLock | null> {
  for (let attempt = 1; ; attempt++) {
    const lock = tryLock(file)
    if (lock !== null || attempt === TRIES) return lock
    await wait(1 + Math.random() * LONGEST_WAIT_MS)
  }
}

/**
 * Whether another process holds it, without taking it. Not for its holder, whose own lock this would end (see above). Whoever comes to
 * take it in this very moment tries again.
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
