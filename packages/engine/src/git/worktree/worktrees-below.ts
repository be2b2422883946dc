import { readdir } from 'node:fs/promises'
import { join, relative } from 'node:path'
import type { RepositoryContext } from '../repository-context.ts'
import { pinnedBelow } from '../slot/pin.ts'
import { isSlot, slotOfHidden } from '../slot/slot-folders.ts'
import { realPathOf, worktreeEntries } from './worktree-entries.ts'

/**
 * Lists the folders of the slots in `root`: those that are on the disk, those whose folders somebody deleted, and linked worktrees that an older
 * version of Coppice left. Each path begins with `root` as given, even when `root` contains symbolic links.
 */
export async function worktreesBelow(repo: RepositoryContext, root: string): Promise<string[]> {
  const real = await realPathOf(root)
  const linked = (await worktreeEntries(repo.commonDir)).map(({ path }) => relative(real, path))
  const inside = linked.filter((path) => path !== '' && !path.startsWith('..'))
  const names = new Set([...inside, ...(await pinnedBelow(repo, real))])
  for (const hidden of await readdir(real).catch(() => [])) {
    const name = slotOfHidden(hidden)
    if (name !== null && (await isSlot(join(real, name)))) names.add(name)
  }
  return [...names].sort().map((path) => join(root, path))
}
