import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, sep } from 'node:path'
import type { AttributeFiles } from './attribute-files.ts'

/** Makes a new folder that contains only these files, calls `use` with its path, and removes it. */
export async function inAttributeFolder<T>(files: AttributeFiles, use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'coppice-merge-'))
  try {
    for (const [path, content] of files) await write(folder, join(folder, path), content)
    return await use(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** A tree that an agent made by hand may contain a folder `..` (I2), or a file and a folder of the same name. */
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
