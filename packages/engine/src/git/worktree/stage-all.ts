import { LONG_SILENCE_MS } from '../exec/git-exec.ts'
import { GitFailure } from '../exec/git-failure.ts'
import type { GitResult } from '../exec/run-git.ts'
import { excluding } from './excluding.ts'
import { lentPaths } from './lent-paths.ts'
import { nestedRepositories, setAside } from './nested-repositories.ts'
import type { IndexEntry } from './parse-index.ts'
import type { WorktreeContext } from './worktree-context.ts'
import { GITLINK, mendIndex, readIndex, revealChanges } from './worktree-index.ts'

const PATHS_FROM_INPUT = ['--pathspec-from-file=-', '--pathspec-file-nul']
const ADD = ['add', '--all', '--ignore-errors', ...PATHS_FROM_INPUT]

type PutBack = () => Promise<void>

/** Makes a tree of the worktree's content, without `except` and without ignored files. */
export async function stageAll(worktree: WorktreeContext, except: readonly string[]): Promise<string> {
  const lent = lentPaths(except)
  const putBack: PutBack[] = []
  try {
    await add(worktree, lent, putBack)
    if (lent.length > 0) await unstage(worktree, lent)
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
      // Repeat, because a nested repository may contain another.
      putBack.push(await setAside(worktree, nested))
      await forget(worktree, nested)
      continue
    }
    if (added.exitCode !== 0) throw new GitFailure(ADD, added)
    return stageGitlinks(worktree, gitlinksIn(index))
  }
}

async function readableIndex(worktree: WorktreeContext): Promise<IndexEntry[]> {
  const index = await readIndex(worktree).catch(() => null)
  if (index !== null) return index
  await mendIndex(worktree)
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

/** I2: uses plumbing, which reads a submodule's commit but runs nothing in it. `add` would run `status` there, and so its filters. */
async function stageGitlinks({ repo, place }: WorktreeContext, paths: readonly string[]): Promise<void> {
  if (paths.length === 0) return
  const input = paths.map((path) => `${path}\0`).join('')
  await repo.git.text(place, ['update-index', '--remove', '-z', '--stdin'], { input })
}

/** Removes paths from the index and leaves the files. Paths are literal, because a name may contain `*` or begin with `:`. */
async function forget({ repo, place }: WorktreeContext, paths: readonly string[]): Promise<void> {
  const args = ['rm', '-r', '--force', '--quiet', '--cached', '--ignore-unmatch', ...PATHS_FROM_INPUT]
  const input = paths.map((path) => `${path}\0`).join('')
  await repo.git.text(place, args, { input, env: { GIT_LITERAL_PATHSPECS: '1' } })
}

/** I5: sets copied and linked paths in the index to what HEAD has, even when the agent had staged them. */
async function unstage(worktree: WorktreeContext, lent: readonly string[]): Promise<void> {
  const { repo, place } = worktree
  await forget(worktree, lent)
  const before = await repo.git.run(place, ['ls-tree', '-r', '-z', '--full-tree', 'HEAD', '--', ...lent], {
    env: { GIT_LITERAL_PATHSPECS: '1' },
  })
  if (before.exitCode !== 0 || before.stdout.length === 0) return
  await repo.git.text(place, ['update-index', '-z', '--index-info'], { input: before.stdout.toString('utf8') })
}
