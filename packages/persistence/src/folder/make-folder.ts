import { mkdir, stat } from 'node:fs/promises'
import { dirname } from 'node:path'

/** Makes a folder and those above it. Not mkdir's `recursive`: in a folder that takes none (/proc) that one never ends (Node 24.21). */
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
