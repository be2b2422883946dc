import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Move } from './move.ts'
import { moveBack } from './place-file.ts'
import { printOf } from './print-of.ts'

/**
 * Looks for edits of the user in the files that a move is about to delete. A program that had opened a file before the move may have
 * written to it since. Such a file is not deleted. It gets a new name in the checkout, beside its old path, and `git status` shows it
 * there.
 * @returns the paths of those files, relative to the checkout
 */
export async function keepEdits(move: Move): Promise<string[]> {
  const { steps } = move.journal
  if (steps === null) return []
  const kept: string[] = []
  const look = async (file: string, path: string, print: string) => {
    const now = await printOf(file)
    if (now !== null && now !== print) kept.push(await keepBeside(move, file, path))
  }
  for (const [index, { path, print }] of steps.take.entries()) await look(move.inStage('old', index), path, print)
  for (const [index, { path, print }] of steps.place.entries()) await look(move.inStage('undone', index), path, print)
  return kept
}

async function keepBeside(move: Move, file: string, path: string): Promise<string> {
  for (let number = 1; ; number += 1) {
    const name = `${path}.coppice-kept-${number}`
    try {
      await mkdir(dirname(move.inCheckout(name)), { recursive: true })
      await moveBack(file, move.inCheckout(name))
      return name
    } catch (error) {
      if (!['EEXIST', 'ENOTEMPTY', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error
      if (number === 100) throw error
    }
  }
}
