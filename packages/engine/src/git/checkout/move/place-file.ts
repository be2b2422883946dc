import { constants } from 'node:fs'
import { chmod, copyFile, link, lstat, readlink, rename, rm, symlink, unlink } from 'node:fs/promises'

const NO_LINKS = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EXDEV'])

/**
 * Gives a file or symbolic link a second name, and never replaces what is at that name. A rename would replace a file that somebody
 * created in the same moment.
 * @throws EEXIST when something is there
 */
export async function placeFile(from: string, to: string): Promise<void> {
  const stats = await lstat(from)
  // On macOS, a hard link to a symbolic link is a link to its target.
  if (stats.isSymbolicLink()) return symlink(await readlink(from), to)
  try {
    await link(from, to)
  } catch (error) {
    if (!NO_LINKS.has((error as NodeJS.ErrnoException).code ?? '')) throw error
    await copyWhole(from, to, stats.mode)
  }
}

async function copyWhole(from: string, to: string, mode: number): Promise<void> {
  await copyFile(from, to, constants.COPYFILE_EXCL)
  try {
    await chmod(to, mode & 0o777)
  } catch (error) {
    await rm(to, { force: true })
    throw error
  }
}

/** Moves the file or folder at `from`, and replaces no file at `to`. @throws EEXIST, ENOTEMPTY or ENOTDIR when something is there */
export async function moveBack(from: string, to: string): Promise<void> {
  if ((await lstat(from)).isDirectory()) return rename(from, to)
  await placeFile(from, to)
  await unlink(from)
}
