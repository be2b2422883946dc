import { readdir, readFile, realpath } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'

export interface WorktreeEntry {
  /** The worktree's folder, without symbolic links. The folder may no longer exist. */
  path: string
  /** The folder of git's entry: `worktrees/ID` in the common git directory. */
  gitDir: string
}

/** Lists git's entries of linked worktrees. It does not read the `.git` files of the worktrees, which agents can change. */
export async function worktreeEntries(commonDir: string): Promise<WorktreeEntry[]> {
  const folder = join(commonDir, 'worktrees')
  const names = await readdir(folder).catch(() => [])
  const entries = await Promise.all(names.map((name) => entryAt(join(folder, name))))
  return entries.filter((entry) => entry !== null)
}

async function entryAt(gitDir: string): Promise<WorktreeEntry | null> {
  try {
    const gitFile = (await readFile(join(gitDir, 'gitdir'), 'utf8')).trim()
    return { path: dirname(resolve(gitDir, gitFile)), gitDir }
  } catch {
    return null
  }
}

/** @returns git's entry of the worktree at `path`, or null when there is none */
export async function worktreeEntry(commonDir: string, path: string): Promise<WorktreeEntry | null> {
  const real = await slotPathOf(path)
  return (await worktreeEntries(commonDir)).find((entry) => entry.path === real) ?? null
}

/**
 * Resolves the symbolic links in the path of a slot, except a link in place of its folder: an agent can put one there, and it could lead
 * to the user's checkout (I2).
 */
export const slotPathOf = async (path: string): Promise<string> => join(await realPathOf(dirname(path)), basename(path))

/** Resolves the symbolic links in a path. If the path does not exist, it resolves the part that exists and appends the rest. */
export async function realPathOf(path: string): Promise<string> {
  try {
    return await realpath(path)
  } catch {
    const parent = dirname(path)
    return parent === path ? path : join(await realPathOf(parent), path.slice(parent.length))
  }
}
