import { constants } from 'node:fs'
import { access, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { DataFolderHeld, folderUnusable, notEnoughSpace } from './data-folder-problems.ts'
import { isLocked, takeLock } from './folder-lock.ts'
import { makeFolder } from './make-folder.ts'
import { forgetServer, readServer, type ServerFile, writeServer } from './server-file.ts'

/** A data folder that this process holds: no other server opens what is in it. */
export interface DataFolder {
  readonly path: string
  /** Where the embedded database lies. */
  readonly databasePath: string
  /** Tells others (the command line, a second server) who holds the folder, once it listens. */
  announce(server: Omit<ServerFile, 'machine'>): Promise<void>
  /** Gives the folder free. Close what is open in it first. */
  release(): Promise<void>
}

/**
 * Makes the folder where it is missing, and takes it. Throws a StartProblem: DataFolderHeld where a living process has it
 * (one that is stopped or hangs included), DataFolderUnusable where the disk or its rights do not allow it.
 */
export async function openDataFolder(path: string): Promise<DataFolder> {
  await prepare(path)
  const lock = await takeLock(lockFile(path)).catch((error: unknown) => {
    throw folderUnusable(path, error)
  })
  if (lock === null) throw new DataFolderHeld(path, await readServer(path))
  await forgetServer(path)
  return {
    path,
    databasePath: join(path, 'database'),
    announce: (server) => writeServer(path, server),
    async release() {
      await forgetServer(path)
      lock.release()
    },
  }
}

/** Whether another process has it. Never ask this of a folder that this process holds. */
export const isDataFolderHeld = (path: string): boolean => isLocked(lockFile(path))

const lockFile = (path: string): string => join(path, 'lock.sqlite')

async function prepare(path: string): Promise<void> {
  try {
    await makeFolder(path, 0o700)
    await access(path, constants.R_OK | constants.W_OK | constants.X_OK)
    const { bavail, bsize } = await statfs(path)
    const problem = notEnoughSpace(path, bavail * bsize)
    if (problem) throw problem
  } catch (error) {
    throw folderUnusable(path, error)
  }
}
