import { shortRef } from '../../domain/naming.ts'
import type { DeliveryObstacle } from '../../ports/git.ts'
import type { GitPlace } from '../exec/git-place.ts'
import type { RepositoryContext } from '../repository-context.ts'
import type { Checkout } from './list-checkouts.ts'
import { lockHeld, lockWords } from './locks-held.ts'
import { abortOf, exists, operationInProgress } from './operation-in-progress.ts'
import { parseNameStatus } from './parse-name-status.ts'
import { pathsInTheWay } from './paths-in-the-way.ts'

/** An obstacle lists at most this many paths. */
const SHOWN = 20

/** Returns the directories with which git runs in a checkout. */
export const placeOf = ({ commonDir, plumbing }: RepositoryContext, { path, gitDir }: Checkout): GitPlace => ({
  ...plumbing,
  cwd: path,
  gitDir,
  commonDir,
  workTree: path,
})

/**
 * Finds everything that would prevent any delivery to this checkout now (D2: a delivery needs a clean checkout). It only reads.
 * @param locks `locked by us` when the caller has the locks of the checkout
 */
export async function obstaclesIn(
  repo: RepositoryContext,
  checkout: Checkout,
  branchRef: string,
  locks: 'free' | 'locked by us' = 'free',
): Promise<DeliveryObstacle[]> {
  const { path, gitDir } = checkout
  if (!(await exists(path))) return [plain(missingCheckout(branchRef, path))]
  const operation = await operationInProgress(gitDir)
  const lock = locks === 'free' ? await lockHeld({ commonDir: repo.commonDir, branchRef, gitDir }) : null
  const changed = operation === null ? await uncommitted(repo, placeOf(repo, checkout)) : null
  return [
    operation === null
      ? null
      : plain(`${operation} is in progress in ${path}`, `finish it, or run \`git -C '${path}' ${abortOf(operation)}\``),
    lock === null ? null : plain(lockWords(lock)),
    changed,
  ].filter((one) => one !== null)
}

export const missingCheckout = (branchRef: string, path: string): string =>
  `${shortRef(branchRef)} is checked out at ${path}, and that folder does not exist; bring it back, or run \`git worktree prune\``

export async function uncommitted({ git }: RepositoryContext, place: GitPlace): Promise<DeliveryObstacle | null> {
  const diff = ['--name-only', '-z', '--ignore-submodules=all', '--no-ext-diff']
  const [staged, unstaged] = await Promise.all([
    git.bytes(place, ['diff-index', '--cached', ...diff, 'HEAD', '--']),
    git.bytes(place, ['diff', ...diff]),
  ])
  const files = new Set(`${staged}${unstaged}`.split('\0').filter((file) => file !== ''))
  return files.size === 0 ? null : notCommitted(place.cwd, [...files])
}

export const notCommitted = (path: string, files: readonly string[]): DeliveryObstacle =>
  withPaths(
    `${path} has changes that are not committed`,
    files,
    `commit them, or put them aside: \`git -C '${path}' stash\``,
  )

/**
 * Finds untracked and ignored files of the user that a move from the commit `from` to `to` would overwrite.
 * @returns null when there are none
 */
export async function overwritten(
  { git }: RepositoryContext,
  place: GitPlace,
  from: string,
  to: string,
): Promise<DeliveryObstacle | null> {
  const diff = await git.bytes(place, ['diff-tree', '-r', '-z', '--name-status', '--no-renames', from, to])
  const files = await pathsInTheWay(place.workTree, parseNameStatus(diff.toString('utf8')))
  return files.length === 0
    ? null
    : withPaths(`${place.cwd} has untracked files at paths that the run adds`, files, 'move them away')
}

export const plain = (what: string, help: string | null = null): DeliveryObstacle => ({
  what,
  paths: [],
  totalPaths: 0,
  help,
})

export const withPaths = (what: string, paths: readonly string[], help: string): DeliveryObstacle => ({
  what,
  paths: paths.slice(0, SHOWN),
  totalPaths: paths.length,
  help,
})

const NAMED = 5

/** Formats an obstacle as one line. It names the first five paths and counts the rest. */
export function obstacleWords({ what, paths, totalPaths, help }: DeliveryObstacle): string {
  const named = paths.slice(0, NAMED)
  const more = totalPaths > named.length ? ` and ${totalPaths - named.length} more` : ''
  const which = totalPaths === 0 ? what : `${what}: ${named.join(', ')}${more}`
  return help === null ? which : `${which}; ${help}`
}
