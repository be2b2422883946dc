import { shortCommit, shortRef } from '../../../domain/naming.ts'
import type { Forwarded } from '../../../ports/git.ts'
import { lateGitsHaveWritten } from '../late-gits.ts'
import { headMovedBack } from './head-moved-back.ts'
import { assertRefsFree, lockIndex, unlockIndex } from './index-lock.ts'
import { keepEdits } from './keep-edits.ts'
import type { Move } from './move.ts'
import { MoveRefused, refusalOf } from './move-refused.ts'
import { placeIndex } from './place-index.ts'
import { planSteps } from './plan-steps.ts'
import { RefMove } from './ref-move.ts'
import { stageTree } from './stage-tree.ts'
import { swapFiles } from './swap-files.ts'
import { takeBack } from './take-back.ts'

/**
 * Moves a checkout in one step (D2). It takes the locks, prepares everything beside the checkout, replaces files and index, and moves the
 * branch last. Until the branch has moved, everything can be taken back. If HEAD is at the old commit after that, because a git of the user
 * has moved it, the files and the index are taken back.
 *
 * @param whyNot returns the reason why the checkout cannot move, or null. It is called when the index is locked, and again when HEAD is locked.
 */
export async function moveCheckout(move: Move, whyNot: () => Promise<string | null>): Promise<Forwarded> {
  const { reach } = move.repo
  let refs: RefMove | null = null
  let commits = false
  try {
    await move.openStage()
    await lockIndex(move)
    reach('checkout.locked')
    await assertRefsFree(move)
    await assertMovable(whyNot)
    const steps = await planSteps(move, await stageTree(move))
    reach('checkout.staged')
    refs = await RefMove.prepare(move)
    await assertMovable(whyNot)
    await move.note({ steps })
    reach('checkout.refs-locked')
    await swapFiles(move, steps, reach)
    reach('checkout.swapped')
    await placeIndex(move)
    reach('checkout.index-placed')
    commits = true
    await refs.commit()
  } catch (error) {
    if (commits && !(error instanceof MoveRefused)) throw unknownOutcome(move, error)
    return endWithout(move, refs, error)
  }
  reach('checkout.ref-moved')
  await lateGitsHaveWritten()
  const on = await headMovedBack(move)
  await tidyUp(move, on !== null)
  return on === null ? { ok: true } : endingOn(on, move)
}

/**
 * Removes the locks and the prepared files. If that fails, for example on a full disk, the journal stays, and the next delivery tries again.
 *
 * @param takesBack whether the checkout has to have the old files
 */
async function tidyUp(move: Move, takesBack: boolean): Promise<void> {
  try {
    if (takesBack) await takeBack(move, move.repo.reach)
    await unlockIndex(move)
    move.repo.reach('checkout.unlocked')
    await keepEdits(move)
    await move.close()
  } catch {
    await move.note({ done: true }).catch(() => {})
  }
}

/** The outcome when a git of the user has moved HEAD back to the old commit. `on` is the branch or commit on which the checkout is. */
function endingOn(on: string, { journal: { path, branchRef, from } }: Move): Forwarded {
  const branch = shortRef(branchRef)
  if (on === branch)
    return {
      ok: false,
      reason: `somebody moved ${branch} in ${path} back to ${shortCommit(from)} at the moment of the delivery`,
    }
  const note = `${path} keeps the files of ${shortCommit(from)}, because somebody switched it from ${branch} to ${on} at the moment of the delivery`
  return { ok: true, note }
}

/** The journal and the lock of the index stay, so that the next delivery or start of the server finds out whether the branch has moved. */
function unknownOutcome({ journal: { branchRef, path } }: Move, cause: unknown): Error {
  const why = cause instanceof Error ? cause.message : String(cause)
  return new Error(`git could not say whether ${shortRef(branchRef)} and ${path} have moved: ${why}`, { cause })
}

async function assertMovable(whyNot: () => Promise<string | null>): Promise<void> {
  const reason = await whyNot()
  if (reason !== null) throw new MoveRefused(reason)
}

/** Takes back what was begun. If that fails too, the journal stays, and the next delivery or start of the server tries again. */
async function endWithout(move: Move, refs: RefMove | null, error: unknown): Promise<Forwarded> {
  const reason = refusalOf(error, move.journal.path)
  try {
    // While the refs are locked, no git of the user can commit. So the locks are released even if the files could not be taken back.
    await takeBack(move, move.repo.reach).finally(() => refs?.abort())
    const kept = await keepEdits(move)
    await unlockIndex(move)
    await move.close()
    if (reason === null) throw error
    return { ok: false, reason: kept.length === 0 ? reason : `${reason}; your edits are in ${kept.join(', ')}` }
  } catch (failure) {
    if (failure === error) throw error
    const why = failure instanceof Error ? failure.message : String(failure)
    const again = 'The next delivery or start of Coppice tries again'
    return {
      ok: false,
      reason: `${reason ?? String(error)}; Coppice could not take back what it had begun in ${move.journal.path} (${why}). ${again}`,
    }
  }
}
