import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, sep } from 'node:path'
import type { AttributeFiles } from './attribute-files.ts'

/** Creates a folder that contains only these files, calls `use` with the folder's path, and then removes the folder. */
export async function inAttributeFolder<T>(files: AttributeFiles, use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'coppice-merge-'))
  try {
    for (const [path, content] of files) await write(folder, join(folder, path), content)
    return await use(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Writes a file below `folder`, if its path allows that. An agent can create a tree with a folder `..` (I2), or with a file and a folder of the same name. */
async function write(folder: string, path: string, content: Buffer): Promise<void> {
  if (!path.startsWith(folder + sep)) return
  try {
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, content)
  } catch (error) {
    if (!IMPOSSIBLE.has((error as NodeJS.ErrnoException).code ?? '')) throw error
  }
}

const IMPOSSIBLE = new Set(['EEXIST', 'EISDIR', 'ENOTDIR', 'ENAMETOOLONG'])
