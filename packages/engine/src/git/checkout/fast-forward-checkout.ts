import { shortRef } from '../../domain/naming.ts'
import type { Forwarded } from '../../ports/git.ts'
import { LONG_SILENCE_MS } from '../exec/git-exec.ts'
import { reasonWithPaths } from '../exec/git-failure.ts'
import type { GitPlace } from '../exec/git-place.ts'
import { isAncestor } from '../history/is-ancestor.ts'
import { assertObjectId } from '../refs/object-id.ts'
import { resolveCommit } from '../refs/resolve-commit.ts'
import type { RepositoryContext } from '../repository-context.ts'
import { type Checkout, listCheckouts } from './list-checkouts.ts'
import { lockThatStays } from './locks-held.ts'
import { missingCheckout, obstaclesIn, obstacleWords, overwritten, placeOf } from './obstacles.ts'
import { exists } from './operation-in-progress.ts'
import { undoHalfMove } from './undo-half-move.ts'

/**
 * Moves the checkout at `path`, and its branch, from `from` to its descendant `to`. This is the only write to the user's checkout (I2).
 * It happens only over a clean checkout (D2): no changed tracked files, and no untracked or ignored files where `to` adds files.
 * @returns the reason when the checkout did not move
 */
export async function fastForwardCheckout(
  repo: RepositoryContext,
  path: string,
  branchRef: string,
  from: string,
  to: string,
): Promise<Forwarded> {
  assertObjectId(from)
  assertObjectId(to)
  const checkout = (await listCheckouts(repo)).find((one) => one.path === path && one.branch === branchRef)
  if (!checkout) return refuse(`${path} is not on ${shortRef(branchRef)} any more`)
  if (!(await exists(path))) return refuse(missingCheckout(branchRef, path))
  return repo.lock.hold(async () => {
    const reason = await whyNot(repo, checkout, branchRef, from, to)
    return reason === null ? forward(repo, placeOf(repo, checkout), from, to) : refuse(reason)
  })
}

const refuse = (reason: string): Forwarded => ({ ok: false, reason })

async function whyNot(
  repo: RepositoryContext,
  checkout: Checkout,
  branchRef: string,
  from: string,
  to: string,
): Promise<string | null> {
  const { git, commonDir } = repo
  const { path, gitDir } = checkout
  const place = placeOf(repo, checkout)
  await lockThatStays({ commonDir, branchRef, gitDir })
  const [obstacle] = await obstaclesIn(repo, checkout, branchRef)
  if (obstacle) return obstacleWords(obstacle)
  const head = (await git.run(place, ['symbolic-ref', '--quiet', 'HEAD'])).stdout.toString('utf8').trim()
  if (head !== branchRef) return `${path} is not on ${shortRef(branchRef)} any more`
  if ((await resolveCommit(git, place, 'HEAD')) !== from)
    return `${shortRef(branchRef)} has moved to another commit in the meantime`
  if (!(await isAncestor(git, place, from, to)))
    return `${shortRef(branchRef)} has commits that the run does not contain`
  const inTheWay = await overwritten(repo, place, from, to)
  return inTheWay && obstacleWords(inTheWay)
}

/**
 * Runs the fast-forward. Git checks once more, while it has locked the index, that the checkout is clean. `--no-overwrite-ignore` keeps
 * ignored files that appeared since.
 */
async function forward(repo: RepositoryContext, place: GitPlace, from: string, to: string): Promise<Forwarded> {
  const args = [
    'merge',
    '--ff-only',
    '--no-overwrite-ignore',
    '--no-autostash',
    '--no-verify-signatures',
    '--quiet',
    to,
  ]
  const { exitCode, stderr } = await repo.git.run(place, args, { silenceMs: LONG_SILENCE_MS })
  if (exitCode === 0) return { ok: true }
  const reason = `git did not move ${place.cwd}: ${reasonWithPaths(stderr)}`
  return undoHalfMove(repo.git, place, from, to).then(
    () => refuse(reason),
    (error: Error) =>
      refuse(
        `${reason}; Coppice could not undo what git had begun (${error.message}): run \`git status\` in ${place.cwd} and restore the files that it lists`,
      ),
  )
}
