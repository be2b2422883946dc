import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathsInIndex } from '../worktree/index-file.ts'
import type { ShadowedWorktree } from '../worktree/shadowed-worktree.ts'

/** In a larger worktree, git looks faster than this function. */
const MOST_FILES = 5_000
/** Stands for bytes that are not UTF-8. Two such names may look the same. */
const UNREADABLE = '\ufffd'

/**
 * Returns whether a worktree contains nothing but tracked files, folders with tracked files, and the file `.git`. It starts no git process. When it
 * returns false, git must look: the index may have a form that only git reads, a folder may be unreadable, or the file system may write a name in another way.
 *
 * @param idLength the number of characters of an object id
 */
export const hasOnlyTracked = (worktree: ShadowedWorktree, idLength: number): Promise<boolean> =>
  findsOnlyTracked(worktree, idLength).catch(() => false)

async function findsOnlyTracked({ path, index }: ShadowedWorktree, idLength: number): Promise<boolean> {
  const tracked = pathsInIndex(await readFile(index), idLength, MOST_FILES)
  if (tracked === null || tracked.some((one) => one.includes(UNREADABLE))) return false
  const known = new Set(['.git', ...tracked])
  const folders = new Set(tracked.flatMap(foldersAbove))
  const left = ['']
  for (const folder of left)
    for (const entry of await readdir(join(path, folder), { withFileTypes: true })) {
      const name = folder + entry.name
      if (known.has(name)) continue
      if (!entry.isDirectory() || !folders.has(name)) return false
      left.push(`${name}/`)
    }
  return true
}

function foldersAbove(path: string): string[] {
  const found: string[] = []
  for (let at = path.indexOf('/'); at >= 0; at = path.indexOf('/', at + 1)) found.push(path.slice(0, at))
  return found
}
