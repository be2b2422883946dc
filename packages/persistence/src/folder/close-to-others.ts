import { chmod, lstat, readdir, realpath } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { DataFolderUnusable } from './data-folder-problems.ts'

const OF_GROUP_AND_OTHERS = 0o077
const STICKY = 0o1000
const ROOT = 0

const OURS = ['database', 'folder-id', 'lock.sqlite', 'logs', 'quarantine', 'server.json', 'sessions']
/** These folders hold the user's own files with the user's modes. The folder above them is closed to others. */
const OF_THE_USER = ['worktrees', 'sample']

/**
 * Closes a data folder to everybody but its owner, because it holds tokens, prompts and the output of agents. It does so too when the
 * folder was made with other modes. Throws DataFolderUnusable when the folder belongs to somebody else.
 */
export async function closeFolder(home: string): Promise<void> {
  await close(home, await modeOfOwn(home))
}

/**
 * Closes what is in the folder, once this process holds it. It works from the top down, so that nobody else can change what it looks
 * at next. It follows no symbolic link.
 */
export async function closeContents(home: string): Promise<void> {
  // A folder that is not ours stays as it is: the root of a disk, for example, has `lost+found`.
  for (const name of OURS) await closeEntry(home, join(home, name), true)
  for (const name of OF_THE_USER) await closeEntry(home, join(home, name), false)
}

/** Closes all files of a database that was just opened: PGlite makes files that everybody can read, whatever the umask is. */
export async function closeDatabase(path: string): Promise<void> {
  await closeEntry(dirname(path), path, true)
}

async function closeEntry(home: string, path: string, within: boolean): Promise<void> {
  const stats = await lstat(path).catch(ifGone)
  if (stats === null) return
  if (stats.uid !== me()) throw ofAnother(home, path, stats.uid)
  if (stats.isSymbolicLink()) return
  const wasOpen = await close(path, stats.mode)
  // Nobody could reach what lies in a closed folder, so only the database is checked every time, which takes 20 ms.
  if (stats.isDirectory() && within && (wasOpen || path.startsWith(join(home, 'database'))))
    for (const name of await readdir(path)) await closeEntry(home, join(path, name), true)
}

async function modeOfOwn(home: string): Promise<number> {
  const [link, target] = [await lstat(home), await realpath(home)]
  const { uid, mode } = await lstat(target)
  if (uid !== me()) throw ofAnother(home, home, uid)
  // A link that somebody else made may point to any folder of ours.
  if (link.uid !== me() && link.uid !== ROOT) throw ofAnother(home, home, link.uid)
  if ((mode & STICKY) !== 0) throw notItsOwn(home, 'shared by many')
  if (target === (await realpath(homedir()).catch(() => null))) throw notItsOwn(home, 'your home folder')
  return mode
}

const notItsOwn = (home: string, what: string): DataFolderUnusable =>
  new DataFolderUnusable(`The data folder ${home} is ${what}: set COPPICE_HOME to a folder of its own.`)

/** Takes all rights from others and leaves the owner's. @returns whether others had any */
async function close(path: string, mode: number): Promise<boolean> {
  const wasOpen = (mode & OF_GROUP_AND_OTHERS) !== 0
  if (wasOpen) await chmod(path, mode & 0o700)
  return wasOpen
}

const me = (): number | undefined => process.geteuid?.()

function ofAnother(home: string, path: string, uid: number): DataFolderUnusable {
  const what = path === home ? `The data folder ${home}` : `${path} in the data folder`
  return new DataFolderUnusable(
    `${what} belongs to another user (number ${uid}; you are ${me()}): start Coppice as that user, give it to yourself (chown -R), or set COPPICE_HOME to another folder.`,
  )
}

function ifGone(error: NodeJS.ErrnoException): null {
  if (error.code !== 'ENOENT') throw error
  return null
}
