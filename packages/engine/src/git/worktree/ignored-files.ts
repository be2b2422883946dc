import { lstat, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { IgnoredWork } from '../../domain/attempt-report.ts'
import { asideRef } from '../../domain/naming.ts'
import { commitTree } from '../merging/commit-tree.ts'
import { keepAside } from './keep-aside.ts'
import { isLent, lentPaths } from './lent-paths.ts'
import { type ShadowedWorktree, shadowed } from './shadowed-worktree.ts'
import type { WorktreeContext } from './worktree-context.ts'
import { readRecord } from './worktree-record.ts'

/**
 * The most bytes and files that `keepIgnored` keeps for one attempt, in total. If there are more, it keeps none of them. They are most
 * likely installed packages or build output, which must not fill the user's repository.
 */
const MOST_BYTES = 10 * 1024 * 1024
const MOST_FILES = 1_000

const LIST = ['ls-files', '--others', '--ignored', '--exclude-standard', '-z']

/** @returns the ignored files. A folder in which everything is ignored is one path with a `/` at its end. */
export function ignoredPaths(shadow: ShadowedWorktree): Promise<string[]> {
  return list(shadow, [...LIST, '--directory'])
}

async function list({ repo, place }: ShadowedWorktree, args: readonly string[]): Promise<string[]> {
  const env = { GIT_LITERAL_PATHSPECS: '1' }
  return (await repo.git.bytes(place, args, { env })).toString('utf8').split('\0').filter(Boolean)
}

/**
 * Puts the ignored files that the agent wrote on a kept ref (D5: nothing that an agent wrote is lost). It is for an attempt that left
 * nothing else. Files and folders that were there before the agent started do not count.
 * @param branch the work branch, after which the ref is named
 * @param except the copied and linked paths
 * @returns the paths, and the kept ref, which is null when the files exceed the limits; null when the agent wrote no ignored file
 */
export async function keepIgnored(
  worktree: WorktreeContext,
  branch: string,
  except: readonly string[],
): Promise<IgnoredWork | null> {
  const shadow = await shadowed(worktree)
  const record = await readRecord(worktree.home)
  const before = new Set(record?.ignored)
  const lent = lentPaths(except)
  const isNew = (path: string) => !before.has(path) && !isLent(path.replace(/\/$/, ''), lent)
  const paths = (await ignoredPaths(shadow)).filter(isNew)
  if (paths.length === 0 || !record?.startCommit) return null
  const files = paths.length > MOST_FILES ? paths : await list(shadow, [...LIST, '--', ...paths])
  if (files.length > MOST_FILES || (await sizeOf(worktree.path, files)) > MOST_BYTES) return { paths, ref: null }
  const commit = await commitFiles(shadow, record.startCommit, files)
  await keepAside(worktree.repo, branch, commit, record.startCommit)
  return { paths, ref: asideRef(branch, commit) }
}

async function commitFiles(shadow: ShadowedWorktree, parent: string, files: readonly string[]): Promise<string> {
  const { git, identity } = shadow.repo
  const env = { ...shadow.place.env, GIT_INDEX_FILE: `${shadow.index}-ignored` }
  const place = { ...shadow.place, env }
  const input = files.map((path) => `${path}\0`).join('')
  await git.text(place, ['read-tree', parent])
  await git.text(place, ['update-index', '--add', '-z', '--stdin'], { input })
  const tree = await git.text(place, ['write-tree'])
  await rm(env.GIT_INDEX_FILE, { force: true })
  return commitTree(git, place, tree, [parent], 'Ignored files that the agent wrote\n', await identity())
}

async function sizeOf(root: string, files: readonly string[]): Promise<number> {
  const sizes = await Promise.all(files.map((path) => lstat(join(root, path)).then((one) => one.size)))
  return sizes.reduce((sum, size) => sum + size, 0)
}
