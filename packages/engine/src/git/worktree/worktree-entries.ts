import { readdir, readFile, realpath } from 'node:fs/promises'
import { dirname, join, relative, resolve } from 'node:path'

export interface WorktreeEntry {
  /** The worktree's folder without symbolic links. It may be gone. */
  path: string
  /** `<common dir>/worktrees/<id>` */
  gitDir: string
}

/** Lists the linked worktrees that git knows. It reads the common directory, so a changed `.git` file of a worktree has no effect. */
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

/** @returns null when git knows no worktree at `path` */
export async function worktreeEntry(commonDir: string, path: string): Promise<WorktreeEntry | null> {
  const real = await realPathOf(path)
  return (await worktreeEntries(commonDir)).find((entry) => entry.path === real) ?? null
}

/** Returns worktrees below `root`. Paths begin with `root` as given, though git knows them by their real path. */
export async function worktreesBelow(commonDir: string, root: string): Promise<string[]> {
  const real = await realPathOf(root)
  const inside = (await worktreeEntries(commonDir)).map(({ path }) => relative(real, path))
  return inside.filter((path) => path !== '' && !path.startsWith('..')).map((path) => join(root, path))
}

/** Resolves links also for a path that does not exist: it resolves the existing part and appends the rest. */
export async function realPathOf(path: string): Promise<string> {
  try {
    return await realpath(path)
  } catch {
    const parent = dirname(path)
    return parent === path ? path : join(await realPathOf(parent), path.slice(parent.length))
  }
}
