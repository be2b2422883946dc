import { rename } from 'node:fs/promises'
import { LONG_SILENCE_MS } from '../../exec/git-exec.ts'
import type { Move } from './move.ts'
import { printOf } from './print-of.ts'

/** Puts the new index in place of the old one. First, git stores in it the sizes and times of the files that are in place now. */
export async function placeIndex(move: Move): Promise<void> {
  const { repo, place } = move
  const index = move.inGit('index.new')
  const env = { GIT_INDEX_FILE: index }
  await repo.git.run(place, ['update-index', '-q', '--refresh'], { env, silenceMs: LONG_SILENCE_MS })
  await move.note({ newIndex: await printOf(index) })
  await rename(index, move.index)
}
