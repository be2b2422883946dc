import { rm } from 'node:fs/promises'
import { LONG_SILENCE_MS } from '../exec/git-exec.ts'
import { GitFailure } from '../exec/git-failure.ts'
import type { GitResult } from '../exec/run-git.ts'
import { agentsEntries, type TouchedIndex, touchedIndex } from './agents-entries.ts'
import { excluding } from './excluding.ts'
import { treeOfIndex } from './index-file.ts'
import { isLent, lentPaths } from './lent-paths.ts'
import { isLinkedWorktree, nestedRepositories, setAside } from './nested-repositories.ts'
import { type ShadowedWorktree, shadowed } from './shadowed-worktree.ts'
import type { WorktreeContext } from './worktree-context.ts'
import { gitlinksOf } from './worktree-index.ts'
import { readRecord } from './worktree-record.ts'

const PATHS_FROM_INPUT = ['--pathspec-from-file=-', '--pathspec-file-nul']
const ADD = ['add', '--all', '--ignore-errors', ...PATHS_FROM_INPUT]

type PutBack = () => Promise<void>

/** A repository that the agent created in the folder of the worktree. */
export interface Nested {
  path: string
  /** Whether it is a worktree that the agent made with `git worktree add`. Its files are not part of the tree: they are a second copy. */
  isLinked: boolean
}

export interface Staged {
  /** The id of the tree. */
  tree: string
  nested: readonly Nested[]
}

/**
 * Creates a tree of the worktree's files, without ignored files. At the paths in `except`, the tree has the entries of `head`. Coppice's
 * own index and config decide what has changed, because an agent can write the index and config of its own git (I2). The agent's index is
 * read only for ignored files that the agent added, and for files that the agent's sparse checkout leaves out.
 *
 * @param head the commit of HEAD, or null when git has removed it
 * @param hasMoved whether the agent made `head`. If so, all files of `head` are work, even those that git ignores.
 */
export async function stageAll(
  worktree: WorktreeContext,
  head: string | null,
  except: readonly string[],
  hasMoved = false,
): Promise<Staged> {
  const shadow = await shadowed(worktree)
  const lent = lentPaths(except)
  const putBack: PutBack[] = []
  try {
    const touched = await touchedIndex(shadow)
    if (hasMoved && head !== null) await readTree(shadow, head)
    const nested = await add(shadow, head, lent, putBack)
    if (touched !== null) {
      const tree = lent.length === 0 && head !== null ? treeIn(touched, head.length) : null
      // The agent's index has the same entries as the shadow's, so it adds nothing.
      if (tree !== null && tree === (await writeTree(shadow))) return { tree, nested }
      const merged = hasMoved ? null : (await readRecord(shadow.home))?.mergeTree
      await addAgentsEntries(shadow, merged ?? head, lent)
    }
    if (lent.length > 0) await unstage(shadow, head, lent)
    return { tree: await writeTree(shadow), nested }
  } finally {
    for (const restore of putBack.reverse()) await restore()
  }
}

/**
 * Creates a tree of the files in the folder of an inner repository, by the rules of `stageAll`. Nothing in its git directory counts.
 *
 * @param head the commit with which the files are compared, or null
 */
export async function stageFolder(shadow: ShadowedWorktree, head: string | null): Promise<string> {
  const putBack: PutBack[] = []
  try {
    await readTree(shadow, head ?? '--empty')
    await add(shadow, head, [], putBack)
    return await writeTree(shadow)
  } finally {
    for (const restore of putBack.reverse()) await restore()
  }
}

const treeIn = (index: TouchedIndex, idLength: number): string | null =>
  typeof index === 'string' ? null : treeOfIndex(index, idLength)

const writeTree = ({ repo, place }: ShadowedWorktree): Promise<string> => repo.git.text(place, ['write-tree'])

/** @returns the nested repositories that it found */
async function add(
  shadow: ShadowedWorktree,
  head: string | null,
  lent: readonly string[],
  putBack: PutBack[],
): Promise<Nested[]> {
  const found: Nested[] = []
  for (;;) {
    const left = found.filter(({ isLinked }) => isLinked).map(({ path }) => path)
    const linked = await knownGitlinks(shadow, head)
    const added = await addOnce(shadow, [...lent, ...linked, ...left])
    const nested = (await nestedIn(shadow, added.exitCode !== 0)).filter((path) => !left.includes(path))
    if (nested.length > 0) {
      // The loop adds again, because git now finds the files of the nested repositories. There may be more repositories among them.
      for (const path of nested) found.push({ path, isLinked: await isLinkedWorktree(shadow, path) })
      const own = found.filter(({ path, isLinked }) => !isLinked && nested.includes(path)).map(({ path }) => path)
      putBack.push(await setAside(shadow, own))
      await removeFromIndex(shadow, nested)
      continue
    }
    if (added.exitCode !== 0) throw new GitFailure(ADD, added)
    await updateIndex(shadow, '--remove', linked)
    return found
  }
}

/** @returns the paths of the gitlinks in the index. If git cannot read the index, an index with the files of `head` replaces it first. */
async function knownGitlinks(shadow: ShadowedWorktree, head: string | null): Promise<string[]> {
  const known = await gitlinksOf(shadow, shadow.index).catch(() => null)
  if (known !== null) return known
  await rm(shadow.index, { force: true })
  await shadow.repo.git.text(shadow.place, ['read-tree', head ?? '--empty'])
  return gitlinksOf(shadow, shadow.index)
}

/**
 * Puts the files of a commit into the index. An entry that does not change keeps its stored times. By these times git knows that a file is
 * unchanged, without reading it.
 */
async function readTree({ repo, place, index }: ShadowedWorktree, commit: string): Promise<void> {
  const merge = commit === '--empty' ? [] : ['-m']
  if ((await repo.git.run(place, ['read-tree', ...merge, commit])).exitCode === 0) return
  await rm(index, { force: true })
  await repo.git.text(place, ['read-tree', commit])
}

function addOnce({ repo, place }: ShadowedWorktree, except: readonly string[]): Promise<GitResult> {
  const input = ['.', ...excluding(except)].map((one) => `${one}\0`).join('')
  return repo.git.run(place, ADD, { input, silenceMs: LONG_SILENCE_MS })
}

async function nestedIn(shadow: ShadowedWorktree, failed: boolean): Promise<string[]> {
  const linked = await gitlinksOf(shadow, shadow.index)
  return failed || linked.length > 0 ? nestedRepositories(shadow, linked) : []
}

/**
 * Stages paths as they are in the folder. It runs no git inside a submodule. `git add` would run `git status` in a submodule, and so run the
 * filters in the submodule's config (I2: git runs only trusted programs).
 */
async function updateIndex(
  { repo, place }: ShadowedWorktree,
  how: '--add' | '--remove',
  paths: readonly string[],
  encoding: 'utf8' | 'latin1' = 'utf8',
) {
  if (paths.length === 0) return
  const input = Buffer.from(paths.map((path) => `${path}\0`).join(''), encoding)
  await repo.git.text(place, ['update-index', how, '-z', '--stdin'], { input })
}

async function addAgentsEntries(
  shadow: ShadowedWorktree,
  before: string | null,
  lent: readonly string[],
): Promise<void> {
  const { forced, leftOut } = await agentsEntries(shadow, before)
  const lentBytes = lent.map((path) => Buffer.from(path).toString('latin1'))
  const added = forced.filter((path) => !isLent(path, lentBytes))
  await updateIndex(shadow, '--add', added, 'latin1')
  if (leftOut.length === 0) return
  const input = Buffer.from(leftOut.map(({ mode, id, path }) => `${mode} ${id} 0\t${path}\0`).join(''), 'latin1')
  await shadow.repo.git.text(shadow.place, ['update-index', '-z', '--index-info'], { input })
}

/**
 * Removes paths from the index and leaves the files. The paths are literal: a name may contain `*` or begin with `:`, which would otherwise
 * have a meaning for git.
 */
async function removeFromIndex({ repo, place }: ShadowedWorktree, paths: readonly string[]): Promise<void> {
  const args = ['rm', '-r', '--force', '--quiet', '--cached', '--ignore-unmatch', ...PATHS_FROM_INPUT]
  const input = paths.map((path) => `${path}\0`).join('')
  await repo.git.text(place, args, { input, env: { GIT_LITERAL_PATHSPECS: '1' } })
}

/** Sets copied and linked paths in the index to what `head` has (I5: they are never committed). */
async function unstage(shadow: ShadowedWorktree, head: string | null, lent: readonly string[]): Promise<void> {
  const { repo, place } = shadow
  await removeFromIndex(shadow, lent)
  if (head === null) return
  const before = await repo.git.run(place, ['ls-tree', '-r', '-z', '--full-tree', head, '--', ...lent], {
    env: { GIT_LITERAL_PATHSPECS: '1' },
  })
  if (before.exitCode !== 0 || before.stdout.length === 0) return
  await repo.git.text(place, ['update-index', '-z', '--index-info'], { input: before.stdout })
}
