import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type IndexEntry, parseIndex } from './parse-index.ts'
import type { WorktreeContext } from './worktree-context.ts'

/** The mode of an entry that is the commit of a submodule or of a nested repository. */
export const GITLINK = '160000'

export async function readIndex({ repo, place }: WorktreeContext): Promise<IndexEntry[]> {
  return parseIndex((await repo.git.bytes(place, ['ls-files', '-v', '--stage', '-z'])).toString('utf8'))
}

/** Replaces an index that git cannot read with a new one of HEAD. Git then compares every file with HEAD. */
export async function rebuildIndex({ repo, place, gitDir }: WorktreeContext): Promise<void> {
  await rm(join(gitDir, 'index'), { force: true })
  await repo.git.text(place, ['read-tree', 'HEAD'])
}

/**
 * Clears the flags of `git update-index --assume-unchanged` and `--skip-worktree`, which hide changes. A sparse checkout sets
 * `skip-worktree` itself, so there that flag stays.
 * @returns whether a flag was cleared
 */
export async function revealChanges(worktree: WorktreeContext, index: readonly IndexEntry[]): Promise<boolean> {
  const assumed = index.filter((entry) => entry.hidden === 'assume-unchanged')
  const skipped = index.filter((entry) => entry.hidden === 'skip-worktree')
  const wronglySkipped = skipped.length > 0 && !(await isSparse(worktree)) ? skipped : []
  await unmark(worktree, '--no-assume-unchanged', assumed)
  await unmark(worktree, '--no-skip-worktree', wronglySkipped)
  return assumed.length + wronglySkipped.length > 0
}

async function unmark({ repo, place }: WorktreeContext, how: string, entries: readonly IndexEntry[]): Promise<void> {
  if (entries.length === 0) return
  const input = entries.map(({ path }) => `${path}\0`).join('')
  await repo.git.text(place, ['update-index', how, '-z', '--stdin'], { input })
}

async function isSparse({ repo, place }: WorktreeContext): Promise<boolean> {
  const { stdout } = await repo.git.run(place, ['config', '--type=bool', '--get', 'core.sparseCheckout'])
  return stdout.toString('utf8').trim() === 'true'
}
