import { mkdir, stat } from 'node:fs/promises'
import { dirname } from 'node:path'

/**
 * Creates a folder and its parents. It does not use mkdir's `recursive`, which never returns below a folder that refuses new folders, such
 * as /proc (Node 24.21).
 */
export async function makeFolder(path: string, mode: number): Promise<void> {
  const above = dirname(path)
  if ((await kindOf(above)) === 'absent') await makeFolder(above, mode)
  try {
    await mkdir(path, { mode })
  } catch (error) {
    if ((await kindOf(path)) !== 'folder') throw error
  }
}

const kindOf = (path: string): Promise<'folder' | 'other' | 'absent'> =>
  stat(path).then(
    (found) => (found.isDirectory() ? 'folder' : 'other'),
    (error: NodeJS.ErrnoException) => (error.code === 'ENOENT' ? 'absent' : 'other'),
  )
