import { constants } from 'node:fs'
import { access, realpath, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { closeContents, closeFolder } from './close-to-others.ts'
import { DataFolderHeld, folderUnusable, notEnoughSpace } from './data-folder-problems.ts'
import { folderId } from './folder-id.ts'
import { type FolderLock, isLocked, takeLock } from './folder-lock.ts'
import { makeFolder } from './make-folder.ts'
import { forgetServer, readLivingServer, type ServerFile, writeServer } from './server-file.ts'

/** A data folder whose lock this process has. No other server uses it. */
export interface DataFolder {
  /** The real path. The sandbox mounts real paths, so a path through a symbolic link would lead nowhere in it. */
  readonly path: string
  /** The id of the folder. It stays the same when the folder is moved. */
  readonly id: string
  /** The folder of the embedded database. */
  readonly databasePath: string
  /** Writes the address of the server to the folder, for the CLI and for the error of a second server. Call it once the server listens. */
  announce(server: Omit<ServerFile, 'machine'>): Promise<void>
  /** Releases the lock. The caller first closes everything that uses the folder. */
  release(): Promise<void>
}

/** How long to wait for another process that is starting. Every start is much faster, even one that adopts many agents. */
const PATIENCE_MS = 30_000
const POLL_MS = 100

/**
 * Creates the data folder if it does not exist, makes it accessible only to its owner, and takes its lock.
 *
 * @throws DataFolderHeld when a living process has the lock, even one that is stopped or hangs
 * @throws DataFolderUnusable when the file system does not allow it, or when the folder belongs to another user or has another use
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
    path: await realpath(path),
    id,
    databasePath: join(path, 'database'),
    announce: (server) => writeServer(path, server),
    async release() {
      await forgetServer(path)
      lock.release()
    },
  }
}

/**
 * @returns whether another process has the lock of the folder. A process that itself has the lock must not call this: it would lose the
 *   lock.
 */
export const isDataFolderHeld = (path: string): boolean => isLocked(lockFile(path))

/**
 * Takes the lock. If another process has the lock, it throws an error with the address of that process. If that process does not listen
 * yet, it first waits for this address, at most `patienceMs`. If that process ends meanwhile, this process takes the lock.
 */
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
