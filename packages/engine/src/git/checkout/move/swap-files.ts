import { lstat, mkdir, rename, rmdir } from 'node:fs/promises'
import type { ReachFailPoint } from '../../../ports/fail-points.ts'
import { asUsersOwn } from '../../../workers/users-umask.ts'
import type { Move } from './move.ts'
import type { MoveSteps } from './move-journal.ts'
import { cannotChange, changedMeanwhile, isSystemError, MoveRefused } from './move-refused.ts'
import { placeFile } from './place-file.ts'
import { isAbsent, printOf } from './print-of.ts'
import { foldersOf } from './stage-tree.ts'

/**
 * Replaces the files. No step can destroy an edit: an old file is taken away by a rename and then compared by content, and a new file is
 * placed only where nothing is.
 * @throws MoveRefused when somebody changed a path at this moment, or the system allows no change
 */
export async function swapFiles(move: Move, steps: MoveSteps, reach: ReachFailPoint): Promise<void> {
  const position = new Map(steps.take.map(({ path }, index) => [path, index]))
  const missing = new Set(steps.newFolders)
  const placed = new Set(steps.place.map(({ path }) => path))
  for (const { path } of steps.take) if (!placed.has(path)) await take(move, steps, position, path)
  const used = new Set(steps.place.flatMap(({ path }) => foldersOf(path)))
  for (const { path } of steps.oldFolders.toReversed())
    if (!used.has(path)) await rmdir(move.inCheckout(path)).catch(() => {})
  const half = Math.floor(steps.place.length / 2)
  for (const [index, { path }] of steps.place.entries()) {
    if (position.has(path)) await take(move, steps, position, path)
    if (index === half) reach('checkout.half-swapped')
    await makeFolders(
      move,
      foldersOf(path).filter((folder) => missing.delete(folder)),
    )
    await place(move, path)
  }
  await makeFolders(move, [...missing])
}

async function take(move: Move, steps: MoveSteps, position: ReadonlyMap<string, number>, path: string): Promise<void> {
  const index = position.get(path) ?? -1
  const kept = move.inStage('old', index)
  await guarded(move, path, () => rename(move.inCheckout(path), kept))
  if ((await printOf(kept)) !== steps.take[index]?.print) throw changedMeanwhile(move.inCheckout(path))
}

const place = (move: Move, path: string): Promise<void> =>
  guarded(move, path, () => placeFile(move.inStage('new', path), move.inCheckout(path)))

async function makeFolders(move: Move, folders: readonly string[]): Promise<void> {
  for (const folder of folders) {
    const path = move.inCheckout(folder)
    await guarded(move, folder, async () => {
      try {
        await mkdir(path)
        await asUsersOwn(path, 'folder')
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || !(await lstat(path)).isDirectory()) throw error
      }
    })
  }
}

async function guarded(move: Move, path: string, work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    const place = move.inCheckout(path)
    if (isAbsent(error)) throw changedMeanwhile(place)
    if (isSystemError(error) && (error.code === 'EEXIST' || error.code === 'EISDIR'))
      throw new MoveRefused(`somebody created ${place} at the moment of the delivery; move it away`)
    throw cannotChange(place, error)
  }
}
