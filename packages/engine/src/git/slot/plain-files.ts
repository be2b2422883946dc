import { constants } from 'node:fs'
import { lstat, open, readdir } from 'node:fs/promises'
import { join } from 'node:path'

/** The content of a plain file. `unreadable`: the file is too large, or the system refuses to read it. `none`: there is no plain file. */
export type PlainFile = Buffer | 'unreadable' | 'none'

/** The errors of `open` for a path that is no file: it does not exist, or it is a link or a socket. */
const NO_FILE = new Set(['ENOENT', 'ENOTDIR', 'ELOOP', 'ENXIO'])

/**
 * Reads a file that an agent may have replaced. Only plain files are read, because a link could lead anywhere and a pipe could wait forever.
 *
 * @param most the number of bytes above which a file is `unreadable`
 */
export async function readPlain(file: string, most: number): Promise<PlainFile> {
  try {
    const handle = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
    try {
      const found = await handle.stat()
      if (!found.isFile()) return 'none'
      return found.size <= most ? await handle.readFile() : 'unreadable'
    } finally {
      await handle.close()
    }
  } catch (error) {
    return NO_FILE.has((error as NodeJS.ErrnoException).code ?? '') ? 'none' : 'unreadable'
  }
}

export interface PlainFiles {
  /** The paths of the plain files, relative to the root. */
  files: readonly string[]
  /** Whether there are more files, because a limit was reached or a folder could not be read. */
  isCut: boolean
}

/**
 * Lists the plain files below a folder. It does not follow links.
 *
 * @param most the number of files and folders after which it stops
 */
export async function listPlain(root: string, folder: string, most: number): Promise<PlainFiles> {
  const files: string[] = []
  const folders = (await isPlainFolder(root, folder)) ? [folder] : []
  let seen = 0
  let isCut = false
  for (const next of folders) {
    const entries = await readdir(join(root, next), { withFileTypes: true }).catch(() => null)
    if (entries === null) isCut = true
    for (const entry of entries ?? []) {
      if (++seen > most) return { files, isCut: true }
      if (entry.isDirectory()) folders.push(`${next}/${entry.name}`)
      else if (entry.isFile()) files.push(`${next}/${entry.name}`)
    }
  }
  return { files, isCut }
}

/** @returns whether `path` below `root` is a folder and no part of it is a link */
export async function isPlainFolder(root: string, path: string): Promise<boolean> {
  let at = root
  for (const part of ['', ...path.split('/')]) {
    at = join(at, part)
    const found = await lstat(at).catch(() => null)
    if (!found?.isDirectory()) return false
  }
  return true
}
