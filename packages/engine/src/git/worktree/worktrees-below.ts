import { readdir } from 'node:fs/promises'
import { join, relative } from 'node:path'
import type { RepositoryContext } from '../repository-context.ts'
import { nameOfShadow } from '../shadow/shadow.ts'
import { pinnedBelow } from '../slot/pin.ts'
import { realPathOf, worktreeEntries } from './worktree-entries.ts'

/**
 * Lists the paths of the worktrees in `root`: those that are on the disk, those whose folders somebody deleted, and linked worktrees that an older
 * version of Coppice left. Each path begins with `root` as given, even when `root` contains symbolic links.
 */
export async function worktreesBelow(repo: RepositoryContext, root: string): Promise<string[]> {
  const real = await realPathOf(root)
  const linked = (await worktreeEntries(repo.commonDir)).map(({ path }) => relative(real, path))
  const inside = linked.filter((path) => path !== '' && !path.startsWith('..'))
  const slots = (await readdir(real).catch(() => [])).map(nameOfShadow).filter((name) => name !== null)
  const names = new Set([...inside, ...slots, ...(await pinnedBelow(repo, real))])
  return [...names].sort().map((path) => join(root, path))
}
