import { posix } from 'node:path'
import { LONG_SILENCE_MS } from '../exec/git-exec.ts'
import { GitFailure } from '../exec/git-failure.ts'
import { nestedRepositories, setAside } from './nested-repositories.ts'
import type { WorktreeContext } from './worktree-context.ts'
import { GITLINK, mendIndex, readIndex, revealChanges } from './worktree-index.ts'

const PATHS_FROM_INPUT = ['--pathspec-from-file=-', '--pathspec-file-nul']
const ADD = ['add', '--all', '--ignore-errors', ...PATHS_FROM_INPUT]

type PutBack = () => Promise<void>

/** The worktree's content, but for `except` and what is ignored, as a tree. */
export async function stageAll(worktree: WorktreeContext, except: readonly string[]): Promise<string> {
  const lent = except.map(plainPath).filter((path) => path !== null)
  const putBack: PutBack[] = []
  try {
    await add(worktree, lent, putBack)
    if (lent.length > 0) await unstage(worktree, lent)
    return await worktree.repo.git.text(worktree.place, ['write-tree'])
  } finally {
    for (const restore of putBack.reverse()) await restore()
  }
}

/** `./a/b/` → `a/b`; null for what is not inside. */
function plainPath(path: string): string | null {
  const plain = posix.normalize(path).replace(/\/+$/, '')
  return plain === '' || plain === '.' || plain === '..' || /^(?:\.\.)?\//.test(plain) ? null : plain
}

async function add(worktree: WorktreeContext, lent: readonly string[], putBack: PutBack[]): Promise<void> {
  const input = ['.', ...lent.map((path) => `:(top,exclude,literal)${path}`)].map((one) => `${one}\0`).join('')
  const addOnce = () => worktree.repo.git.run(worktree.place, ADD, { input, silenceMs: LONG_SILENCE_MS })
  let added = await addOnce()
  while (await clearTheWay(worktree, added.exitCode !== 0, putBack)) added = await addOnce()
  if (added.exitCode !== 0) throw new GitFailure(ADD, added.exitCode, added.stderr)
}

/** Mends what keeps git from seeing everything; false where nothing does. More than once: a nested repository may hold another. */
async function clearTheWay(worktree: WorktreeContext, failed: boolean, putBack: PutBack[]): Promise<boolean> {
  const index = await readIndex(worktree).catch(() => null)
  if (index === null) {
    await mendIndex(worktree)
    return true
  }
  const revealed = await revealChanges(worktree, index)
  const suspect = failed || index.some((entry) => entry.mode === GITLINK)
  const nested = suspect ? await nestedRepositories(worktree, index) : []
  if (nested.length > 0) {
    putBack.push(await setAside(worktree, nested))
    await forget(worktree, nested)
  }
  return revealed || nested.length > 0
}

/** Out of the index; the files stay. Literally: a name may hold `*` or begin with `:`. */
async function forget({ repo, place }: WorktreeContext, paths: readonly string[]): Promise<void> {
  const args = ['rm', '-r', '--force', '--quiet', '--cached', '--ignore-unmatch', ...PATHS_FROM_INPUT]
  const input = paths.map((path) => `${path}\0`).join('')
  await repo.git.text(place, args, { input, env: { GIT_LITERAL_PATHSPECS: '1' } })
}

/** I5: what was copied or linked is in the index as HEAD has it, also where the agent had staged it. */
async function unstage(worktree: WorktreeContext, lent: readonly string[]): Promise<void> {
  const { repo, place } = worktree
  await forget(worktree, lent)
  const before = await repo.git.run(place, ['ls-tree', '-r', '-z', '--full-tree', 'HEAD', '--', ...lent], {
    env: { GIT_LITERAL_PATHSPECS: '1' },
  })
  if (before.exitCode !== 0 || before.stdout.length === 0) return
  await repo.git.text(place, ['update-index', '-z', '--index-info'], { input: before.stdout.toString('utf8') })
}
