import { lstat, readFile, realpath } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { readPlain } from '../slot/plain-files.ts'
import type { IndexEntry } from './parse-index.ts'
import type { ShadowedWorktree } from './shadowed-worktree.ts'
import { GITLINK, readIndex } from './worktree-index.ts'

type TreeEntry = Pick<IndexEntry, 'path' | 'mode' | 'id'>

/** Files that the agent's index has and the shadow's does not. Each character of a path is a byte (`latin1`): a name need not be UTF-8. */
export interface AgentsEntries {
  /** Ignored files that the agent added with `git add --force`. */
  forced: readonly string[]
  /** Files that the agent's sparse checkout leaves out of the folder. They count as unchanged. */
  leftOut: readonly TreeEntry[]
}

/** An index has about 100 bytes for each file. */
const MOST_BYTES = 1024 * 1024 * 1024

/** The index file of an agent, which differs from the copy that the agent was given. */
export type TouchedIndex = Buffer | 'unreadable' | 'none'

/** Reads the agent's index. @returns null when it is still the copy that the agent was given */
export async function touchedIndex({ gitDir, index }: ShadowedWorktree): Promise<TouchedIndex | null> {
  const [own, shadows] = await Promise.all([
    readPlain(join(gitDir, 'index'), MOST_BYTES),
    readFile(index).catch(() => null),
  ])
  return typeof own !== 'string' && shadows !== null && own.equals(shadows) ? null : own
}

/**
 * Returns the files that are in the agent's index and not in the index of the shadow, Coppice's own git directory. Call it after all files of
 * the worktree that are not ignored were added to the index of the shadow. If git cannot read the agent's index and the agent has set up a
 * sparse checkout, all files that are missing from the folder count as left out, because the index alone tells which ones were deleted (D5).
 *
 * @param before the tree or commit with the files as they were, or null when there is none
 */
export async function agentsEntries(worktree: ShadowedWorktree, before: string | null): Promise<AgentsEntries> {
  const entries = await readAgentsIndex(worktree, 'latin1')
  const known = new Set((await readIndex(worktree, 'latin1')).map(({ path }) => path))
  if (entries === null) {
    const isSparse = before !== null && (await hasSparseState(worktree.gitDir))
    return { forced: [], leftOut: isSparse ? notReplaced(await treeEntries(worktree, before), known) : [] }
  }
  const forced: string[] = []
  const leftOut: IndexEntry[] = []
  for (const entry of entries.filter(({ path, mode }) => mode !== GITLINK && !known.has(path))) {
    if (await isInFolder(worktree.path, entry.path)) forced.push(entry.path)
    else if (entry.hidden === 'skip-worktree') leftOut.push(entry)
  }
  return { forced, leftOut: notReplaced(leftOut, known) }
}

/** Returns the entries of the agent's index. @returns null when the index is missing or git cannot read it */
export async function readAgentsIndex(
  { repo, place, gitDir }: ShadowedWorktree,
  encoding: 'utf8' | 'latin1' = 'utf8',
): Promise<IndexEntry[] | null> {
  const index = join(gitDir, 'index')
  if (!(await lstat(index).catch(() => null))?.isFile()) return null
  const env = { ...place.env, GIT_INDEX_FILE: index }
  return readIndex({ repo, place: { ...place, env } }, encoding).catch(() => null)
}

/** Reads the agent's files without git: git would follow what an agent writes there (I2). */
async function hasSparseState(gitDir: string): Promise<boolean> {
  if ((await readPlain(join(gitDir, 'info/sparse-checkout'), MOST_BYTES)) !== 'none') return true
  const configs = await Promise.all(
    ['config', 'config.worktree'].map((name) => readPlain(join(gitDir, name), MOST_BYTES)),
  )
  return configs.some((config) => config === 'unreadable' || /sparsecheckout/i.test(config.toString()))
}

async function treeEntries({ repo, place }: ShadowedWorktree, tree: string): Promise<TreeEntry[]> {
  const listed = await repo.git.bytes(place, ['ls-tree', '-r', '-z', '--full-tree', tree])
  return listed
    .toString('latin1')
    .split('\0')
    .flatMap((line): TreeEntry[] => {
      const [, mode = '', id = '', path = ''] = /^(\d{6}) \S+ ([0-9a-f]+)\t([\s\S]+)$/.exec(line) ?? []
      return path === '' ? [] : [{ mode, id, path }]
    })
}

/**
 * Returns the entries that the agent has not replaced: `known` has neither the path, nor a file below it, nor a file in place of a folder
 * above it. When git adds an entry that was replaced, it removes the new file from the index, and the new file would be lost (D5).
 */
function notReplaced(entries: readonly TreeEntry[], known: ReadonlySet<string>): readonly TreeEntry[] {
  if (entries.length === 0) return entries
  const folders = new Set([...known].flatMap(foldersAbove))
  return entries.filter(
    ({ path }) => !known.has(path) && !folders.has(path) && !foldersAbove(path).some((folder) => known.has(folder)),
  )
}

const foldersAbove = (path: string): string[] => {
  const parts = path.split('/')
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join('/'))
}

/** @returns whether a file is in the folder. It is false behind a symbolic link, and for a path that git itself would not write. */
async function isInFolder(root: string, path: string): Promise<boolean> {
  if (path.split('/').some((part) => part === '' || part === '.' || part === '..' || /^\.git$/i.test(part)))
    return false
  try {
    const top = await realpath(root)
    const folder = await realpath(bytesOf(root, dirname(path)), 'buffer')
    if (!folder.equals(bytesOf(top, dirname(path)))) return false
    return !(await lstat(bytesOf(root, path))).isDirectory()
  } catch {
    return false
  }
}

/** @param path a path below `root`, in which each character is a byte */
const bytesOf = (root: string, path: string): Buffer =>
  path === '.' ? Buffer.from(root) : Buffer.concat([Buffer.from(`${root}/`), Buffer.from(path, 'latin1')])
