import type { GitPlace } from '../../exec/git-place.ts'
import type { Move } from './move.ts'
import { printOf } from './print-of.ts'

/**
 * Returns the paths whose copy in the stage is what git writes when it checks out the index. Such a file has no edit, although git's
 * comparison by content calls it changed when the stored content is not what `git add` would store, such as CRLF under `eol=crlf`. In the
 * user's checkout, git does not compare the content of such a file, because its size and times are those of the index.
 */
export async function asCheckedOut(move: Move, place: GitPlace, paths: readonly string[]): Promise<string[]> {
  const input = paths.map((path) => `${path}\0`).join('')
  const how = ['checkout-index', '-z', '--stdin', `--prefix=${move.inStage('checked-out')}/`]
  await move.repo.git.bytes(place, how, { input })
  const same: string[] = []
  for (const path of paths)
    if ((await printOf(move.inStage('was', path))) === (await printOf(move.inStage('checked-out', path))))
      same.push(path)
  return same
}
