import type { ReachFailPoint } from '../../../ports/fail-points.ts'
import { resolveCommit } from '../../refs/resolve-commit.ts'
import type { RepositoryContext } from '../../repository-context.ts'
import { hasMoved } from '../has-moved.ts'
import { exists } from '../operation-in-progress.ts'
import { headMovedBack } from './head-moved-back.ts'
import { holdsIndex, lockIndex, unlockIndex } from './index-lock.ts'
import { keepEdits } from './keep-edits.ts'
import { Move } from './move.ts'
import { removeDeadLocks } from './ref-move.ts'
import { takeBack } from './take-back.ts'

/**
 * Ends a move that a crash interrupted (R1). If the branch has moved, everything is in place, and only the locks and the prepared files
 * are removed. Otherwise, or if HEAD is at the old commit, files and index are taken back. The caller has the lock of the repository.
 *
 * @throws MoveRefused when another git keeps the lock of the index
 */
export async function settleInterruptedMove(repo: RepositoryContext, reach: ReachFailPoint): Promise<void> {
  const move = await Move.interrupted(repo)
  if (move === null) return
  await removeDeadLocks(move)
  if (await exists(move.journal.path)) await settleFiles(move, reach)
  await unlockIndex(move)
  reach('checkout.unlocked')
  await move.close()
}

async function settleFiles(move: Move, reach: ReachFailPoint): Promise<void> {
  if (move.journal.steps !== null && !(await hasNewFiles(move)) && (await mayTakeBack(move))) {
    if (!(await holdsIndex(move))) await lockIndex(move)
    await takeBack(move, reach)
  }
  await keepEdits(move)
}

/** Returns whether the checkout has to have the new files: the branch has moved, and HEAD is not at the old commit. */
const hasNewFiles = async (move: Move): Promise<boolean> =>
  (await hasArrived(move)) && (await headMovedBack(move)) === null

async function hasArrived({ repo, journal }: Move): Promise<boolean> {
  return journal.done || hasMoved(repo, journal.branchRef, journal.from, journal.to)
}

/** Returns false when somebody removed the lock of the index and moved HEAD. Taking back could then destroy their work. */
async function mayTakeBack(move: Move): Promise<boolean> {
  if (await holdsIndex(move)) return true
  return (await resolveCommit(move.repo.git, move.place, 'HEAD')) === move.journal.from
}
