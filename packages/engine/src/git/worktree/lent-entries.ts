import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { WorktreeContext } from './worktree-context.ts'

/** The files that a commit has at lent paths. `text` is in the format of `git update-index --index-info`. */
export interface LentEntries {
  text: string
  paths: readonly string[]
  /** Returns the entries of one lent path and of the files below it. */
  below(path: string): string
}

export async function lentEntries(
  { repo: { git, plumbing } }: WorktreeContext,
  commit: string,
  lent: readonly string[],
): Promise<LentEntries> {
  const args = ['ls-tree', '-r', '-z', '--full-tree', commit, '--', ...lent]
  const text = await git.text(plumbing, args, { env: { GIT_LITERAL_PATHSPECS: '1' } })
  const records = text.split('\0').filter((record) => record !== '')
  const pathOf = (record: string) => record.slice(record.indexOf('\t') + 1)
  const isBelow = (record: string, path: string) => pathOf(record) === path || pathOf(record).startsWith(`${path}/`)
  return {
    text,
    paths: records.map(pathOf),
    below: (path) => records.filter((record) => isBelow(record, path)).join('\0'),
  }
}

/**
 * Creates a tree that is the tree of `commit` with other entries at the lent paths. It uses a temporary index.
 * @param from the entries that `commit` has at the lent paths
 * @param to the entries that replace them
 * @returns the id of the tree
 */
export async function replaceLent(
  { repo: { git, plumbing }, home }: WorktreeContext,
  commit: string,
  from: LentEntries,
  to: LentEntries | undefined,
): Promise<string> {
  const env = { GIT_INDEX_FILE: join(home, 'coppice-index') }
  const none = '0'.repeat(commit.length)
  const removed = from.paths.map((path) => `0 ${none}\t${path}\0`).join('')
  try {
    await git.text(plumbing, ['read-tree', commit], { env })
    await git.text(plumbing, ['update-index', '-z', '--index-info'], { env, input: removed + (to?.text ?? '') })
    return await git.text(plumbing, ['write-tree'], { env })
  } finally {
    await rm(env.GIT_INDEX_FILE, { force: true })
  }
}
