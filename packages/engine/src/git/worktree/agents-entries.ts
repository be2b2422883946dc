import { lstat, readFile, realpath } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { readPlain } from '../slot/plain-files.ts'
import type { IndexEntry } from './parse-index.ts'
import type { ShadowedWorktree } from './shadowed-worktree.ts'
import { GITLINK, readIndex } from './worktree-index.ts'

/** Files that the agent's index has and the shadow's does not. */
export interface AgentsEntries {
  /** Ignored files that the agent added with `git add --force`. */
  forced: readonly string[]
  /** Files that the agent's sparse checkout leaves out of the folder. They count as unchanged. */
  leftOut: readonly IndexEntry[]
}

/** An index has about 100 bytes for each file. */
const MOST_BYTES = 1024 * 1024 * 1024

const NONE: AgentsEntries = { forced: [], leftOut: [] }

/** @returns whether the agent's index differs from the copy that it was given */
export async function isIndexTouched({ gitDir, index }: ShadowedWorktree): Promise<boolean> {
  const [own, shadows] = await Promise.all([
    readPlain(join(gitDir, 'index'), MOST_BYTES),
    readFile(index).catch(() => null),
  ])
  return own == null || shadows == null || !own.equals(shadows)
}

/**
 * Returns the files that are in the agent's index and not in the index of the shadow, Coppice's own git directory. Call it after all files of
 * the worktree that are not ignored were added to the index of the shadow.
 */
export async function agentsEntries(worktree: ShadowedWorktree): Promise<AgentsEntries> {
  const entries = await readAgentsIndex(worktree)
  if (entries.length === 0) return NONE
  const known = new Set((await readIndex(worktree)).map(({ path }) => path))
  const forced: string[] = []
  const leftOut: IndexEntry[] = []
  for (const entry of entries.filter(({ path, mode }) => mode !== GITLINK && !known.has(path))) {
    if (await isInFolder(worktree.path, entry.path)) forced.push(entry.path)
    else if (entry.hidden === 'skip-worktree') leftOut.push(entry)
  }
  return { forced, leftOut }
}

/** Returns the entries of the agent's index, or none when git cannot read the index. */
export async function readAgentsIndex({ repo, place, gitDir }: ShadowedWorktree): Promise<IndexEntry[]> {
  const index = join(gitDir, 'index')
  if (!(await lstat(index).catch(() => null))?.isFile()) return []
  const env = { ...place.env, GIT_INDEX_FILE: index }
  return readIndex({ repo, place: { ...place, env } }).catch(() => [])
}

/** @returns whether a file is in the folder. It is false behind a symbolic link, and for a path that git itself would not write. */
async function isInFolder(root: string, path: string): Promise<boolean> {
  if (path.split('/').some((part) => part === '' || part === '.' || part === '..' || /^\.git$/i.test(part)))
    return false
  try {
    const folder = join(root, dirname(path))
    if ((await realpath(folder)) !== join(await realpath(root), dirname(path))) return false
    return !(await lstat(join(root, path))).isDirectory()
  } catch {
    return false
  }
}
