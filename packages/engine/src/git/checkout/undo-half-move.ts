import { lstat, mkdtemp, rm, unlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type GitExec, LONG_SILENCE_MS } from '../exec/git-exec.ts'
import type { GitPlace } from '../exec/git-place.ts'
import { resolveCommit } from '../refs/resolve-commit.ts'
import { parseNameStatus, type TreeChange } from './parse-name-status.ts'

/**
 * Restores a checkout after a move from `from` to `to` that git did not complete (D2: the base branch moves, or nothing changes). Git
 * writes the files, then the index, then HEAD. This restores files and index, and does nothing when HEAD is no longer at `from`. It
 * restores a file only if its content is that of `to`, because somebody else wrote any other content since.
 */
export async function undoHalfMove(git: GitExec, place: GitPlace, from: string, to: string): Promise<void> {
  if ((await resolveCommit(git, place, 'HEAD')) !== from) return
  const diff = await git.bytes(place, ['diff-tree', '-r', '-z', '--name-status', '--no-renames', from, to])
  const arrived = await arrivedIn(git, place, to, parseNameStatus(diff.toString('utf8')))
  // A two-way `read-tree -m` keeps the flags of entries (skip-worktree, assume-unchanged). A plain `read-tree` would drop them.
  if (!(await isIndexAt(git, place, from))) await git.bytes(place, ['read-tree', '-i', '-m', to, from])
  for (const { status, path } of arrived) if (status === 'A') await unlink(join(place.workTree, path)).catch(() => {})
  const changed = arrived.filter(({ status }) => status !== 'A').map(({ path }) => `${path}\0`)
  const options = { input: changed.join(''), silenceMs: LONG_SILENCE_MS }
  await git.bytes(place, ['checkout-index', '--force', '--stdin', '-z'], options)
  await git.run(place, ['update-index', '-q', '--refresh'])
}

const isIndexAt = async (git: GitExec, place: GitPlace, commit: string): Promise<boolean> =>
  (await git.run(place, ['diff-index', '--cached', '--quiet', '--ignore-submodules=all', commit, '--'])).exitCode === 0

/** Returns the changes whose path has its content of `to` in the checkout. It compares with a temporary index of `to`. */
async function arrivedIn(
  git: GitExec,
  place: GitPlace,
  to: string,
  changes: readonly TreeChange[],
): Promise<TreeChange[]> {
  const scratch = await mkdtemp(join(tmpdir(), 'coppice-undo-'))
  try {
    const env = { GIT_INDEX_FILE: join(scratch, 'index') }
    await git.bytes(place, ['read-tree', to], { env })
    await git.run(place, ['update-index', '-q', '--refresh'], { env, silenceMs: LONG_SILENCE_MS })
    const differing = await git.bytes(place, ['diff-files', '--name-only', '-z', '--ignore-submodules=all'], { env })
    const elsewhere = new Set(differing.toString('utf8').split('\0'))
    const arrived = await Promise.all(
      changes.map(async (change) =>
        change.status === 'D' ? !(await isThere(join(place.workTree, change.path))) : !elsewhere.has(change.path),
      ),
    )
    return changes.filter((_, index) => arrived[index])
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}

const isThere = (path: string): Promise<boolean> =>
  lstat(path).then(
    () => true,
    () => false,
  )
