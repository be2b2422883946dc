import { LONG_SILENCE_MS } from '../exec/git-exec.ts'
import { GitFailure } from '../exec/git-failure.ts'
import type { GitResult } from '../exec/run-git.ts'
import { excluding } from './excluding.ts'
import { lentPaths } from './lent-paths.ts'
import { nestedRepositories, setAside } from './nested-repositories.ts'
import type { IndexEntry } from './parse-index.ts'
import type { WorktreeContext } from './worktree-context.ts'
import { GITLINK, readIndex, rebuildIndex, revealChanges } from './worktree-index.ts'

const PATHS_FROM_INPUT = ['--pathspec-from-file=-', '--pathspec-file-nul']
const ADD = ['add', '--all', '--ignore-errors', ...PATHS_FROM_INPUT]

type PutBack = () => Promise<void>

/**
 * Makes a tree of the worktree's files, without ignored files. At the paths of `except` the tree has what `head` has.
 * @returns the id of the tree
 */
export async function stageAll(
  worktree: WorktreeContext,
  head: string | null,
  except: readonly string[],
): Promise<string> {
  const lent = lentPaths(except)
  const putBack: PutBack[] = []
  try {
    await add(worktree, lent, putBack)
    if (lent.length > 0) await unstage(worktree, head, lent)
    return await worktree.repo.git.text(worktree.place, ['write-tree'])
  } finally {
    for (const restore of putBack.reverse()) await restore()
  }
}

async function add(worktree: WorktreeContext, lent: readonly string[], putBack: PutBack[]): Promise<void> {
  for (;;) {
    const index = await readableIndex(worktree)
    await revealChanges(worktree, index)
    const added = await addOnce(worktree, [...lent, ...gitlinksIn(index)])
    const nested = await nestedIn(worktree, added.exitCode !== 0)
    if (nested.length > 0) {
      // Add again: the files of the nested repositories are visible now, and there may be other repositories among them.
      putBack.push(await setAside(worktree, nested))
      await removeFromIndex(worktree, nested)
      continue
    }
    if (added.exitCode !== 0) throw new GitFailure(ADD, added)
    return stageGitlinks(worktree, gitlinksIn(index))
  }
}

async function readableIndex(worktree: WorktreeContext): Promise<IndexEntry[]> {
  const index = await readIndex(worktree).catch(() => null)
  if (index !== null) return index
  await rebuildIndex(worktree)
  return readIndex(worktree)
}

const gitlinksIn = (index: readonly IndexEntry[]): string[] =>
  index.filter((entry) => entry.mode === GITLINK).map((entry) => entry.path)

function addOnce({ repo, place }: WorktreeContext, except: readonly string[]): Promise<GitResult> {
  const input = ['.', ...excluding(except)].map((one) => `${one}\0`).join('')
  return repo.git.run(place, ADD, { input, silenceMs: LONG_SILENCE_MS })
}

async function nestedIn(worktree: WorktreeContext, failed: boolean): Promise<string[]> {
  const index = await readIndex(worktree)
  return failed || gitlinksIn(index).length > 0 ? nestedRepositories(worktree, index) : []
}

/**
 * Stages the commits of submodules with `update-index`, which runs nothing in a submodule. `git add` would run `git status` in it, and
 * so filters that the submodule's config names (I2: git runs only trusted programs).
 */
async function stageGitlinks({ repo, place }: WorktreeContext, paths: readonly string[]): Promise<void> {
  if (paths.length === 0) return
  const input = paths.map((path) => `${path}\0`).join('')
  await repo.git.text(place, ['update-index', '--remove', '-z', '--stdin'], { input })
}

/** Removes paths from the index and leaves the files. Git takes the paths literally: a name may contain `*` or begin with `:`. */
async function removeFromIndex({ repo, place }: WorktreeContext, paths: readonly string[]): Promise<void> {
  const args = ['rm', '-r', '--force', '--quiet', '--cached', '--ignore-unmatch', ...PATHS_FROM_INPUT]
  const input = paths.map((path) => `${path}\0`).join('')
  await repo.git.text(place, args, { input, env: { GIT_LITERAL_PATHSPECS: '1' } })
}

/** Sets copied and linked paths in the index to what `head` has, even if the agent staged them (I5: they are never committed). */
async function unstage(worktree: WorktreeContext, head: string | null, lent: readonly string[]): Promise<void> {
  const { repo, place } = worktree
  await removeFromIndex(worktree, lent)
  if (head === null) return
  const before = await repo.git.run(place, ['ls-tree', '-r', '-z', '--full-tree', head, '--', ...lent], {
    env: { GIT_LITERAL_PATHSPECS: '1' },
  })
  if (before.exitCode !== 0 || before.stdout.length === 0) return
  await repo.git.text(place, ['update-index', '-z', '--index-info'], { input: before.stdout.toString('utf8') })
}
