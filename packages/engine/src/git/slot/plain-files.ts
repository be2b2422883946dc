import { constants } from 'node:fs'
import { lstat, open, readdir } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * Reads a file that an agent may have replaced. Only plain files are read, because a link could lead anywhere and a pipe could wait forever.
 *
 * @returns null when there is no plain file at the path, or the file has more than `most` bytes
 */
export async function readPlain(file: string, most: number): Promise<Buffer | null> {
  const handle = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK).catch(() => null)
  if (handle === null) return null
  try {
    const found = await handle.stat()
    return found.isFile() && found.size <= most ? await handle.readFile() : null
  } catch {
    return null
  } finally {
    await handle.close()
  }
}

/**
 * Lists the plain files below a folder. It does not follow links.
 *
 * @param most the number of files and folders after which it stops
 * @returns the paths relative to `root`
 */
export async function listPlain(root: string, folder: string, most: number): Promise<string[]> {
  const files: string[] = []
  const folders = (await isPlainFolder(root, folder)) ? [folder] : []
  let seen = 0
  for (const next of folders) {
    for (const entry of await readdir(join(root, next), { withFileTypes: true }).catch(() => [])) {
      if (++seen > most) return files
      if (entry.isDirectory()) folders.push(`${next}/${entry.name}`)
      else if (entry.isFile()) files.push(`${next}/${entry.name}`)
    }
  }
  return files
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
