import { shortRef } from '../../domain/naming.ts'
import type { DeliveryObstacle } from '../../ports/git.ts'
import type { GitPlace } from '../exec/git-place.ts'
import type { RepositoryContext } from '../repository-context.ts'
import type { Checkout } from './list-checkouts.ts'
import { lockHeld, lockWords } from './locks-held.ts'
import { exists, operationInProgress } from './operation-in-progress.ts'
import { parseNameStatus } from './parse-name-status.ts'
import { pathsInTheWay } from './paths-in-the-way.ts'

/** The number of paths that a person needs to see to act. */
const SHOWN = 20

/** The place in which git runs for a checkout, whoever made it. */
export const placeOf = ({ commonDir, plumbing }: RepositoryContext, { path, gitDir }: Checkout): GitPlace => ({
  ...plumbing,
  cwd: path,
  gitDir,
  commonDir,
  workTree: path,
})

/** D2: returns what would refuse any delivery to this checkout now. It only reads. */
export async function obstaclesIn(
  repo: RepositoryContext,
  checkout: Checkout,
  branchRef: string,
): Promise<DeliveryObstacle[]> {
  const { path, gitDir } = checkout
  if (!(await exists(path))) return [plain(`${shortRef(branchRef)} is checked out at ${path}, which is not there`)]
  const operation = await operationInProgress(gitDir)
  const lock = await lockHeld({ commonDir: repo.commonDir, branchRef, gitDir })
  const changed = operation === null ? await uncommitted(repo, placeOf(repo, checkout)) : null
  return [
    operation === null ? null : plain(`${operation} is in progress in ${path}`),
    lock === null ? null : plain(lockWords(lock)),
    changed,
  ].filter((one) => one !== null)
}

export async function uncommitted({ git }: RepositoryContext, place: GitPlace): Promise<DeliveryObstacle | null> {
  const diff = ['--name-only', '-z', '--ignore-submodules=all', '--no-ext-diff']
  const [staged, unstaged] = await Promise.all([
    git.bytes(place, ['diff-index', '--cached', ...diff, 'HEAD', '--']),
    git.bytes(place, ['diff', ...diff]),
  ])
  const files = new Set(`${staged}${unstaged}`.split('\0').filter((file) => file !== ''))
  return files.size === 0 ? null : withPaths(`${place.cwd} has changes that are not committed`, [...files])
}

/** Returns the user's own files, ignored ones included, that the step from `from` to `to` would overwrite. */
export async function overwritten(
  { git }: RepositoryContext,
  place: GitPlace,
  from: string,
  to: string,
): Promise<DeliveryObstacle | null> {
  const diff = await git.bytes(place, ['diff-tree', '-r', '-z', '--name-status', '--no-renames', from, to])
  const files = await pathsInTheWay(place.workTree, parseNameStatus(diff.toString('utf8')))
  return files.length === 0 ? null : withPaths(`${place.cwd} has files of its own where the run adds some`, files)
}

export const plain = (what: string): DeliveryObstacle => ({ what, paths: [], totalPaths: 0 })

const withPaths = (what: string, paths: readonly string[]): DeliveryObstacle => ({
  what,
  paths: paths.slice(0, SHOWN),
  totalPaths: paths.length,
})

const NAMED = 5

/** Writes an obstacle as one line. */
export function obstacleWords({ what, paths, totalPaths }: DeliveryObstacle): string {
  if (totalPaths === 0) return what
  const named = paths.slice(0, NAMED)
  const more = totalPaths > named.length ? ` and ${totalPaths - named.length} more` : ''
  return `${what}: ${named.join(', ')}${more}`
}
