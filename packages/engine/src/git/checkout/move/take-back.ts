import { randomUUID } from 'node:crypto'
import { chmod, mkdir, rename, rm, rmdir } from 'node:fs/promises'
import type { ReachFailPoint } from '../../../ports/fail-points.ts'
import type { Move } from './move.ts'
import type { MoveSteps } from './move-journal.ts'
import { moveBack } from './place-file.ts'
import { printOf } from './print-of.ts'

/**
 * Takes back what a move has done to files and index, in the reverse order. It may be interrupted and called again. It removes a file
 * only if its content is the one that the move placed, and restores a file only where nothing is: other content is an edit of the user.
 */
export async function takeBack(move: Move, reach: ReachFailPoint): Promise<void> {
  const { steps } = move.journal
  if (steps === null) return
  await restoreIndex(move)
  for (const [index, { path, print }] of steps.place.entries()) await unplace(move, index, path, print)
  for (const path of steps.newFolders.toReversed()) await rmdir(move.inCheckout(path)).catch(() => {})
  reach('checkout.half-restored')
  await restoreFolders(move, steps)
  for (const [index, { path }] of steps.take.entries()) await restore(move, index, path)
}

async function restoreIndex(move: Move): Promise<void> {
  const { newIndex, from, to } = move.journal
  const [now, old] = await Promise.all([printOf(move.index), printOf(move.inGit('index.old'))])
  if (now === newIndex && newIndex !== null) await rename(move.inGit('index.old'), move.index)
  else if (old !== null && now !== old) {
    // Somebody removed the lock of the index and staged something. A two-way merge of the index keeps what they staged.
    await move.repo.git.run(move.place, ['read-tree', '-i', '-m', to, from])
  }
}

async function unplace(move: Move, index: number, path: string, print: string): Promise<void> {
  const place = move.inCheckout(path)
  if ((await printOf(place)) !== print) return
  const staged = move.inStage('undone', index)
  const removed = await takeAway(place, staged)
  if ((await printOf(removed)) !== print) await moveBack(removed, place).catch(() => {})
  else if (removed !== staged) await rm(removed)
}

/**
 * Moves a file away with a rename, so that no edit is lost that the user makes at this moment. In a folder of the checkout that is a mount, the
 * file gets a name beside its place.
 *
 * @returns the path of the file
 */
async function takeAway(place: string, to: string): Promise<string> {
  try {
    await rename(place, to)
    return to
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw error
    const beside = `${place}.${randomUUID()}`
    await rename(place, beside)
    return beside
  }
}

async function restoreFolders(move: Move, { oldFolders }: MoveSteps): Promise<void> {
  for (const { path, mode } of oldFolders) {
    const made = await mkdir(move.inCheckout(path)).then(
      () => true,
      () => false,
    )
    if (made) await chmod(move.inCheckout(path), mode)
  }
}

async function restore(move: Move, index: number, path: string): Promise<void> {
  const kept = move.inStage('old', index)
  if ((await printOf(kept)) === null) return
  try {
    await moveBack(kept, move.inCheckout(path))
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    // Something of the user is at the path. `keepEdits` then looks whether the kept file has an edit.
    if (!['EEXIST', 'ENOTEMPTY', 'ENOTDIR', 'EISDIR', 'ENOENT'].includes(code ?? '')) throw error
  }
}
