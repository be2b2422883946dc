import { lstat, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { TreeChange } from './parse-name-status.ts'

/** Enough for a person to act on. */
const SHOWN = 20

/**
 * D2: files that git does not know, ignored ones included, where the new tree puts one of its own. Git itself would overwrite an
 * ignored file without a word. `changes`: from the tree that is checked out, and clean, to the new one.
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

/** A folder on the way may be a file or link by now; the place itself may be taken by a file, or by a folder that holds some. */
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

/** On a file system that knows no upper case, `README` is in the way of `readme` unless it goes. */
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
