import { lstat, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { TreeChange } from './parse-name-status.ts'

/** The number of paths that a person needs to see to act. */
const SHOWN = 20

/**
 * D2: returns untracked files, ignored ones included, at paths that the new tree needs. Git itself would silently overwrite an ignored
 * file. `changes` lead from the clean tree that is checked out to the new one.
 */
export async function pathsInTheWay(root: string, changes: readonly TreeChange[]): Promise<string[]> {
  const going = new Set(changes.filter(({ status }) => status === 'D').map(({ path }) => path))
  const found = new Set<string>()
  for (const { status, path } of changes) {
    if (status !== 'A') continue
    for (const one of await inTheWayOf(root, path, going)) found.add(one)
    if (found.size >= SHOWN) break
  }
  return [...found]
}

/** A parent folder may be a file or link by now. The path itself may be a file, or a folder with files in it. */
async function inTheWayOf(root: string, path: string, going: ReadonlySet<string>): Promise<string[]> {
  const parts = path.split('/')
  for (let length = 1; length < parts.length; length++) {
    const folder = parts.slice(0, length).join('/')
    const kind = await kindOf(join(root, folder))
    if (kind === 'nothing') return []
    if (kind === 'file') return going.has(folder) ? [] : [folder]
  }
  const kind = await kindOf(join(root, path))
  if (kind === 'nothing') return []
  if (kind === 'file') return goesByAnotherName(path, going) ? [] : [path]
  return strangersIn(root, path, going)
}

/** On a case-insensitive file system, `README` blocks `readme` unless the same step removes it. */
function goesByAnotherName(path: string, going: ReadonlySet<string>): boolean {
  const lower = path.toLowerCase()
  for (const one of going) if (one.toLowerCase() === lower) return true
  return false
}

async function strangersIn(root: string, folder: string, going: ReadonlySet<string>): Promise<string[]> {
  const entries = await readdir(join(root, folder), { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => !entry.isDirectory())
  const paths = files.map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
  return paths.filter((path) => !going.has(path))
}

async function kindOf(path: string): Promise<'nothing' | 'file' | 'folder'> {
  try {
    return (await lstat(path)).isDirectory() ? 'folder' : 'file'
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') return 'nothing'
    throw error
  }
}
