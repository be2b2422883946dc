import { lstat, readFile, realpath } from 'node:fs/promises'
import { dirname, join } from 'node:path'
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

const NONE: AgentsEntries = { forced: [], leftOut: [] }

/** @returns whether the agent's index differs from the copy that it was given */
export async function isIndexTouched({ gitDir, index }: ShadowedWorktree): Promise<boolean> {
  const [own, shadows] = await Promise.all(
    [join(gitDir, 'index'), index].map((file) => readFile(file).catch(() => null)),
  )
  return own == null || shadows == null || !own.equals(shadows)
}

/**
 * Returns the files that are in the agent's index and not in the index of the shadow, Coppice's own git directory. Call it after all files of
 * the worktree that are not ignored were added to the index of the shadow.
 */
export async function agentsEntries(worktree: ShadowedWorktree): Promise<AgentsEntries> {
  const place = { ...worktree.place, env: { ...worktree.place.env, GIT_INDEX_FILE: join(worktree.gitDir, 'index') } }
  // The agent may have left an index that git cannot read.
  const entries = await readIndex({ ...worktree, place }).catch(() => [])
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
