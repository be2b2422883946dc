import { shortRef } from '../../domain/naming.ts'
import type { Forwarded } from '../../ports/git.ts'
import { LONG_SILENCE_MS } from '../exec/git-exec.ts'
import { reasonWithPaths } from '../exec/git-failure.ts'
import type { GitPlace } from '../exec/git-place.ts'
import { assertObjectId } from '../refs/object-id.ts'
import { resolveCommit } from '../refs/resolve-commit.ts'
import type { RepositoryContext } from '../repository-context.ts'
import { type Checkout, listCheckouts } from './list-checkouts.ts'
import { lockThatStays } from './locks-held.ts'
import { obstaclesIn, obstacleWords, overwritten, placeOf } from './obstacles.ts'
import { undoHalfMove } from './undo-half-move.ts'

/**
 * Moves the checkout at `path`, and its branch, from `from` back to its ancestor `to`. Like a delivery, it happens only over a clean
 * checkout (D2).
 * @returns the reason when the checkout did not move
 */
export async function moveCheckoutBack(
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
  return repo.lock.hold(async () => {
    const reason = await whyNot(repo, checkout, branchRef, from, to)
    return reason === null ? moveBack(repo, placeOf(repo, checkout), from, to) : refuse(reason)
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
  const place = placeOf(repo, checkout)
  await lockThatStays({ commonDir: repo.commonDir, branchRef, gitDir: checkout.gitDir })
  const [obstacle] = await obstaclesIn(repo, checkout, branchRef)
  if (obstacle) return obstacleWords(obstacle)
  const head = (await repo.git.run(place, ['symbolic-ref', '--quiet', 'HEAD'])).stdout.toString('utf8').trim()
  if (head !== branchRef) return `${checkout.path} is not on ${shortRef(branchRef)} any more`
  if ((await resolveCommit(repo.git, place, 'HEAD')) !== from)
    return `${shortRef(branchRef)} has moved to another commit in the meantime`
  const inTheWay = await overwritten(repo, place, from, to)
  return inTheWay && obstacleWords(inTheWay)
}

/** `git reset --keep` refuses a file with changes, unlike `--hard`. Git checks this while it has locked the index. */
async function moveBack(repo: RepositoryContext, place: GitPlace, from: string, to: string): Promise<Forwarded> {
  const { exitCode, stderr } = await repo.git.run(place, ['reset', '--keep', '--quiet', to], {
    silenceMs: LONG_SILENCE_MS,
  })
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
