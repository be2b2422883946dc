import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { lstat, readlink } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'

/**
 * Describes what is at a path: the content of a file and whether it is executable, or the target of a symbolic link. Two paths with the
 * same print have the same content. It always reads the content, because an edit may leave size and times as they were.
 * @returns null when nothing is there
 */
export async function printOf(path: string): Promise<string | null> {
  try {
    const stats = await lstat(path)
    if (stats.isSymbolicLink()) return `link:${await readlink(path)}`
    if (!stats.isFile()) return 'other'
    const hash = createHash('sha256')
    await pipeline(createReadStream(path), hash)
    return `${(stats.mode & 0o100) === 0 ? 'file' : 'program'}:${hash.digest('hex')}`
  } catch (error) {
    if (isAbsent(error)) return null
    throw error
  }
}

export const isAbsent = (error: unknown): boolean =>
  ['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException)?.code ?? '')
