import { constants } from 'node:fs'
import { access, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { closeContents, closeFolder } from './close-to-others.ts'
import { DataFolderHeld, folderUnusable, notEnoughSpace } from './data-folder-problems.ts'
import { folderId } from './folder-id.ts'
import { type FolderLock, isLocked, takeLock } from './folder-lock.ts'
import { makeFolder } from './make-folder.ts'
import { forgetServer, readLivingServer, type ServerFile, writeServer } from './server-file.ts'

/** A data folder that this process holds. No other server opens what is in it. */
export interface DataFolder {
  readonly path: string
  /** Stays the same when the folder is moved. */
  readonly id: string
  /** The folder of the embedded database. */
  readonly databasePath: string
  /** Tells the command line and a second server who holds the folder. Call it once the server listens. */
  announce(server: Omit<ServerFile, 'machine'>): Promise<void>
  /** Releases the folder. Close everything in it first. */
  release(): Promise<void>
}

/** Much longer than any start takes, even after a crash with many agents to adopt. */
const PATIENCE_MS = 30_000
const POLL_MS = 100

/**
 * Makes the folder when it is missing, closes it to others, and takes its lock. Throws a StartProblem: DataFolderHeld when a living
 * process holds it (also one that is stopped or hangs), DataFolderUnusable when the disk or its rights do not allow it.
 */
export async function openDataFolder(path: string, { patienceMs = PATIENCE_MS } = {}): Promise<DataFolder> {
  await prepare(path)
  const lock = await lockOrRefuse(path, patienceMs)
  let id: string
  try {
    await closeContents(path)
    await forgetServer(path)
    id = await folderId(path)
  } catch (error) {
    lock.release()
    throw folderUnusable(path, error)
  }
  return {
    path,
    id,
    databasePath: join(path, 'database'),
    announce: (server) => writeServer(path, server),
    async release() {
      await forgetServer(path)
      lock.release()
    },
  }
}

/** @returns whether another process holds the folder. Never call this for a folder that this process holds. */
export const isDataFolderHeld = (path: string): boolean => isLocked(lockFile(path))

/** When another process is starting, waits until that process says where it listens, so that the error can name it. If that process gives up, this one takes the folder. */
async function lockOrRefuse(path: string, patienceMs: number): Promise<FolderLock> {
  for (const deadline = performance.now() + patienceMs; ; await wait(POLL_MS)) {
    const lock = await takeLock(lockFile(path)).catch((error: unknown) => {
      throw folderUnusable(path, error)
    })
    if (lock !== null) return lock
    const holder = await readLivingServer(path)
    if (holder !== null || performance.now() >= deadline) throw new DataFolderHeld(path, holder)
  }
}

const lockFile = (path: string): string => join(path, 'lock.sqlite')

async function prepare(path: string): Promise<void> {
  try {
    await makeFolder(path, 0o700)
    await closeFolder(path)
    await access(path, constants.R_OK | constants.W_OK | constants.X_OK)
    const { bavail, bsize } = await statfs(path)
    const problem = notEnoughSpace(path, bavail * bsize)
    if (problem) throw problem
  } catch (error) {
    throw folderUnusable(path, error)
  }
}
