import { lstat, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { TreeChange } from './parse-name-status.ts'

/** The search stops after this many paths. */
const SHOWN = 20

/**
 * Finds untracked and ignored files at paths where the new tree has files (D2: the base branch moves only over a clean checkout). Git
 * itself would overwrite an ignored file and report nothing.
 * @param root the folder of the checkout, whose tracked files are unchanged
 * @param changes what differs between the tree that is checked out and the new tree
 * @returns paths relative to `root`
 */
export async function pathsInTheWay(root: string, changes: readonly TreeChange[]): Promise<string[]> {
  const removed = new Set(changes.filter(({ status }) => status === 'D').map(({ path }) => path))
  const found = new Set<string>()
  for (const { status, path } of changes) {
    if (status !== 'A' && status !== 'T') continue
    for (const one of await inTheWayOf(root, path, status, removed)) found.add(one)
    if (found.size >= SHOWN) break
  }
  return [...found]
}

/**
 * Finds what prevents a delivery from creating a file at `path`: a file or link at the path of one of its folders, a file at `path` itself, or
 * untracked files in a folder at `path`.
 * @returns paths relative to `root`
 */
async function inTheWayOf(
  root: string,
  path: string,
  status: 'A' | 'T',
  removed: ReadonlySet<string>,
): Promise<string[]> {
  const parts = path.split('/')
  for (let length = 1; length < parts.length; length++) {
    const folder = parts.slice(0, length).join('/')
    const kind = await kindOf(join(root, folder))
    if (kind === 'nothing') return []
    if (kind === 'file') return removed.has(folder) ? [] : [folder]
  }
  const kind = await kindOf(join(root, path))
  if (kind === 'nothing') return []
  if (kind === 'file') return status === 'T' || isRemovedIgnoringCase(path, removed) ? [] : [path]
  return untrackedIn(root, path, removed)
}

/** On a case-insensitive file system, an existing `README` blocks a new `readme`, unless the same move removes `README`. */
function isRemovedIgnoringCase(path: string, removed: ReadonlySet<string>): boolean {
  const lower = path.toLowerCase()
  for (const one of removed) if (one.toLowerCase() === lower) return true
  return false
}

/** Returns the files below `folder` that the move does not remove. Every tracked file below it is removed, so these are untracked. */
async function untrackedIn(root: string, folder: string, removed: ReadonlySet<string>): Promise<string[]> {
  const entries = await readdir(join(root, folder), { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => !entry.isDirectory())
  const paths = files.map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
  return paths.filter((path) => !removed.has(path))
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
