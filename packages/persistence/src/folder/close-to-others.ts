import { chmod, lstat, readdir, realpath } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { DataFolderUnusable } from './data-folder-problems.ts'

const OF_GROUP_AND_OTHERS = 0o077
const STICKY = 0o1000
const ROOT = 0

const OURS = ['database', 'folder-id', 'lock.sqlite', 'logs', 'quarantine', 'server.json', 'sessions']
/** The folders with files of the user, which keep their modes. Other users lose access only to the folders themselves. */
const OF_THE_USER = ['worktrees', 'sample']

/**
 * Makes a data folder accessible only to its owner, because it contains tokens, prompts and the output of agents (A2).
 *
 * @throws DataFolderUnusable when the folder belongs to another user
 */
export async function closeFolder(home: string): Promise<void> {
  await close(home, await modeOfOwn(home))
}

/**
 * Makes the contents of the data folder accessible only to its owner. The caller has the lock of the folder. The mode of each folder is
 * changed before those of its contents, so that no other user can change the contents meanwhile. Symbolic links are not followed.
 */
export async function closeContents(home: string): Promise<void> {
  // Other files in the folder are not changed. For example, the root of a disk contains `lost+found`.
  for (const name of OURS) await closeEntry(home, join(home, name), true)
  for (const name of OF_THE_USER) await closeEntry(home, join(home, name), false)
}

/**
 * Makes the files of a database accessible only to their owner. Call it after PGlite has opened the database, because PGlite ignores the
 * umask.
 */
export async function closeDatabase(path: string): Promise<void> {
  await closeEntry(dirname(path), path, true)
}

async function closeEntry(home: string, path: string, within: boolean): Promise<void> {
  const stats = await lstat(path).catch(ifAbsent)
  if (stats === null) return
  if (stats.uid !== me()) throw ofAnother(home, path, stats.uid)
  if (stats.isSymbolicLink()) return
  const wasOpen = await close(path, stats.mode)
  // If other users could not open a folder before, its contents need no check. The database is checked anyway, because PGlite ignores the
  // umask when it creates files. This takes 20 ms.
  if (stats.isDirectory() && within && (wasOpen || path.startsWith(join(home, 'database'))))
    for (const name of await readdir(path)) await closeEntry(home, join(path, name), true)
}

async function modeOfOwn(home: string): Promise<number> {
  const [link, target] = [await lstat(home), await realpath(home)]
  const { uid, mode } = await lstat(target)
  if (uid !== me()) throw ofAnother(home, home, uid)
  // A symbolic link of another user could lead to any folder of this user.
  if (link.uid !== me() && link.uid !== ROOT) throw ofAnother(home, home, link.uid)
  if ((mode & STICKY) !== 0) throw notItsOwn(home, 'shared by many users')
  if (target === (await realpath(homedir()).catch(() => null))) throw notItsOwn(home, 'your home folder')
  return mode
}

const notItsOwn = (home: string, what: string): DataFolderUnusable =>
  new DataFolderUnusable(`The data folder ${home} is ${what}. Set COPPICE_HOME to a folder that only Coppice uses.`)

/** Removes all rights of other users. @returns whether they had any */
async function close(path: string, mode: number): Promise<boolean> {
  const wasOpen = (mode & OF_GROUP_AND_OTHERS) !== 0
  if (wasOpen) await chmod(path, mode & 0o700)
  return wasOpen
}

const me = (): number | undefined => process.geteuid?.()

function ofAnother(home: string, path: string, uid: number): DataFolderUnusable {
  const what = path === home ? `The data folder ${home}` : `${path} in the data folder`
  return new DataFolderUnusable(
    `${what} belongs to another user (number ${uid}; you are ${me()}). Start Coppice as that user, become its owner (chown -R), or set COPPICE_HOME to another folder.`,
  )
}

function ifAbsent(error: NodeJS.ErrnoException): null {
  if (error.code !== 'ENOENT') throw error
  return null
}
